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
    public Span<byte> Reserve(int size)
    {
        if (Bytes.Length - Length < size)
        {
            var bytes = new byte[
                Math.Max(SmallestSize, Math.Max((int)Math.Min(Bytes.Length * 2L, Array.MaxLength), checked(Length + size)))];
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
