using System.Buffers;

namespace SqsIngestor.Lambda.Managed;

/// <summary>An array that grows to the largest event and is reused. Not thread-safe.</summary>
internal sealed class EventBuffer : IBufferWriter<byte>
{
    private byte[] _bytes = new byte[64 * 1024];

    /// <summary>Holds the event in its first <see cref="Length"/> bytes.</summary>
    public byte[] Bytes => _bytes;

    /// <summary>Bytes of the event.</summary>
    public int Length { get; private set; }

    /// <summary>Begins the next event.</summary>
    public void Clear() => Length = 0;

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        var needed = Length + Math.Max(sizeHint, 1);
        if (needed > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, needed));
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
