namespace SqsIngestor.Mapping.Text;

/// <summary>
/// The result of one step. Grows and is reused from message to message, so that slices of it stay valid while one is encoded.
/// </summary>
internal sealed class PayloadBuffer
{
    private const int SmallestSize = 4096;

    public byte[] Bytes { get; private set; } = [];

    public int Length { get; set; }

    public ReadOnlySpan<byte> Written => Bytes.AsSpan(0, Length);

    /// <summary>Makes room for at least <paramref name="size"/> bytes after the written ones.</summary>
    /// <param name="size">The bytes.</param>
    /// <param name="most">The size that the buffer grows to at the most, unless the bytes need more.</param>
    public Span<byte> Reserve(int size, int most = int.MaxValue)
    {
        if (Bytes.Length - Length < size)
        {
            var larger = (int)Math.Min(Bytes.Length * 2L, Math.Min(most, Array.MaxLength));
            var bytes = new byte[Math.Max(SmallestSize, Math.Max(larger, checked(Length + size)))];
            Written.CopyTo(bytes);
            Bytes = bytes;
        }
        return Bytes.AsSpan(Length);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    public void Write(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }
}
