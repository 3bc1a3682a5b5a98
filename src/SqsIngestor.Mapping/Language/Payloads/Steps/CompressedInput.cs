using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary>
/// Compressed bytes for the library's inflater, which takes the end of its input for the end of the data. This watches
/// what is asked for: the last byte comes alone, so a stream that is done without it has something behind it, and one
/// that asks for more after it has been cut off.
/// </summary>
/// <param name="payload">What is read first.</param>
/// <param name="tail">What follows it.</param>
internal sealed class CompressedInput(PayloadBuffer payload, byte[] tail) : Stream
{
    private int _position;
    private bool _isOverrun;

    /// <summary>All bytes were taken, and no more were asked for.</summary>
    public bool IsUsedUpExactly => _position == payload.Length + tail.Length && !_isOverrun;

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
        if (left.IsEmpty) _isOverrun |= !buffer.IsEmpty;
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
