using SqsIngestor.Mapping.Memory;

namespace SqsIngestor.Mapping.Text;

/// <summary>
/// The result of one step. Grows and is reused from message to message, so that slices of it stay valid while one is encoded.
/// </summary>
internal sealed class PayloadBuffer : WorkPart
{
    private const int SmallestSize = 4096;

    private readonly WorkMemory _memory;
    private byte[] _bytes = [];

    /// <param name="memory">What a message may take; null for a buffer that does not belong to messages.</param>
    public PayloadBuffer(WorkMemory? memory = null)
    {
        _memory = memory ?? new();
        memory?.Add(this);
    }

    public byte[] Bytes => _bytes;

    public int Length { get; set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Makes room for at least <paramref name="size"/> bytes after the written ones.</summary>
    /// <param name="size">The bytes.</param>
    /// <param name="most">The size that the buffer grows to at the most, unless the bytes need more.</param>
    /// <exception cref="MessageMemoryException">The message takes more memory than it may.</exception>
    public Span<byte> Reserve(int size, int most = int.MaxValue)
    {
        if (Room - Length < size) Grow(size, most);
        return _bytes.AsSpan(Length, Room - Length);
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

    public override void Release()
    {
        _memory.Release(ref _bytes);
        Length = 0;
    }

    private void Grow(int size, int most) =>
        _memory.Grow(this, ref _bytes, Math.Max(SmallestSize, (long)Length + size), Length, most);
}
