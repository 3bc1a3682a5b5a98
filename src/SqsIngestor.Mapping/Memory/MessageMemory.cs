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

    /// <summary>What a node of a parsed body takes.</summary>
    public const int OfNode = 16;

    /// <summary>What the place of a node takes, once a value of the document is rescued.</summary>
    public const int OfPlace = 8;

    /// <summary>What a value that is rescued takes until its row is written.</summary>
    public const int OfRescued = 24;

    /// <summary>No bound but that of an array.</summary>
    public static MessageMemory Unbounded { get; } = new(Array.MaxLength);

    /// <summary>The most bytes of its body after any step of <c>payload</c>.</summary>
    public int BodyBytes => (int)Math.Min(Array.MaxLength, 2L * Bytes);

    /// <summary>The most bytes of everything else than the rows and their text.</summary>
    public long WorkBytes => (MostTimes - 2L) * Bytes;

    /// <summary>The most bytes of a document's nodes, of their places, and of the values that are rescued.</summary>
    public long ParsedBytes => 2L * Bytes;

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
