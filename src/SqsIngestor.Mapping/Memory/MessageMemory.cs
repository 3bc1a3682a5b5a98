namespace SqsIngestor.Mapping.Memory;

/// <summary>
/// How much memory one message may take, so that a huge one fails alone before memory is exhausted. Checked only where a buffer
/// grows.
/// </summary>
/// <param name="Bytes">The most bytes of its rows; the text that is created for them may take as much again.</param>
internal readonly record struct MessageMemory(int Bytes)
{
    /// <summary>
    /// How many times <see cref="Bytes"/> a message may take in all: its rows and their text once each, and four times in
    /// <see cref="WorkMemory"/>, where its body is after each step and parsed.
    /// </summary>
    public const int MostTimes = 6;

    /// <summary>What a row takes beside its bytes, here and on its way to the service.</summary>
    public const int OfRow = 64;

    /// <summary>What a name takes beside its characters, as a string in a table.</summary>
    public const int OfName = 96;

    /// <summary>No bound but that of an array.</summary>
    public static MessageMemory Unbounded { get; } = new(Array.MaxLength);

    /// <summary>The most bytes of its body after any step of <c>payload</c>.</summary>
    public int BodyBytes => (int)Math.Min(Array.MaxLength, 2L * Bytes);

    /// <summary>The most bytes of everything else than the rows and their text.</summary>
    public long WorkBytes => (MostTimes - 2L) * Bytes;

    /// <summary>The size of a buffer that must grow.</summary>
    /// <param name="size">Its size so far.</param>
    /// <param name="needed">The size that it needs.</param>
    /// <param name="most">The size that it may have.</param>
    /// <exception cref="MessageMemoryException">It needs more than it may have.</exception>
    public static int Grow(int size, long needed, int most) =>
        needed <= most ? (int)Math.Min(most, Math.Max(2L * size, needed)) : throw new MessageMemoryException();
}

/// <summary>The message takes more memory than one message may.</summary>
internal sealed class MessageMemoryException : Exception;
