using System.Buffers;

namespace SqsIngestor.Lambda.Managed;

/// <summary>One array that grows to the largest event and is used again.</summary>
internal sealed class EventBuffer : IBufferWriter<byte>
{
    private byte[] _bytes = new byte[64 * 1024];

    /// <summary>Holds the event in its first <see cref="Length"/> bytes.</summary>
    public byte[] Bytes => _bytes;

    public int Length { get; private set; }

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
