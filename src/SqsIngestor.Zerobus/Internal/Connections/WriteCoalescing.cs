namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>Gathers written messages until the gate says that none follows, or the buffer is full.</summary>
internal sealed class CoalescingStream(Stream inner, WriteGate gate) : Stream
{
    // Four of HTTP/2's default frames: enough to make the calls rare, small enough to keep acks flowing.
    private const int Capacity = 64 * 1024;

    // A message of this size is worth a write of its own; copying it would only cost.
    private const int Large = 16 * 1024;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(Capacity);
    private int _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length >= Large || buffer.Length > Capacity - _length)
            return WriteThroughAsync(buffer, cancellationToken);
        buffer.CopyTo(_buffer.AsMemory(_length));
        _length += buffer.Length;
        return default;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        gate.MoreFollows ? Task.CompletedTask : PassOnAsync(cancellationToken);

    /// <summary>Sends what is gathered, now.</summary>
    public async Task PassOnAsync(CancellationToken cancellationToken)
    {
        await PassOnBufferAsync(cancellationToken).ConfigureAwait(false);
        await inner.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Writes are asynchronous.");

    public override void Flush() => throw new NotSupportedException("Writes are asynchronous.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async ValueTask WriteThroughAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        await PassOnBufferAsync(cancellationToken).ConfigureAwait(false);
        if (buffer.Length >= Large)
        {
            await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
            return;
        }

        buffer.CopyTo(_buffer);
        _length = buffer.Length;
    }

    private async ValueTask PassOnBufferAsync(CancellationToken cancellationToken)
    {
        var length = _length;
        _length = 0;
        if (length > 0)
            await inner.WriteAsync(_buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
    }
}
