using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary>
/// The input of the library's decompression streams, which do not report input that is cut off or has trailing bytes. This
/// stream gives the last byte alone and counts reads: a stream that ends without the last byte had trailing bytes, and one
/// that reads past it was cut off.
/// </summary>
/// <param name="payload">The compressed bytes.</param>
/// <param name="tail">Bytes that follow the payload; can be empty.</param>
internal sealed class CompressedInput(PayloadBuffer payload, byte[] tail) : Stream
{
    private int _position;

    /// <summary>A read went past the end: the input is cut off.</summary>
    public bool IsOverrun { get; private set; }

    /// <summary>All bytes were read, and no read went past the end.</summary>
    public bool IsUsedUpExactly => _position == payload.Length + tail.Length && !IsOverrun;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var isTail = _position >= payload.Length;
        var left = isTail ? tail.AsSpan(_position - payload.Length) : payload.Written[_position..];
        if (left.IsEmpty) IsOverrun |= !buffer.IsEmpty;
        var count = Math.Min(buffer.Length, left.Length > 1 && !isTail ? left.Length - 1 : left.Length);
        left[..count].CopyTo(buffer);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
