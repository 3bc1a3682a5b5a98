using System.Runtime.CompilerServices;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// Between HTTP/2 and the transport: sends PINGs of its own and takes out their answers, because the HTTP handler cannot be asked
/// for one. The handler writes whole frames only, so a PING may go between any two of its writes. One reader and one writer at a
/// time, as of every stream; <see cref="PingAsync"/> may be called meanwhile.
/// </summary>
internal sealed class ProbingStream : Stream
{
    private readonly Stream _inner;
    private readonly PongFilter _filter;
    private readonly SemaphoreSlim _writeTurn = new(1, 1);
    private readonly Lock _gate = new();
    private TaskCompletionSource? _answer;
    private uint _number;

    public ProbingStream(Stream inner)
    {
        _inner = inner;
        _filter = new PongFilter(Answered);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>
    /// Sends a PING. Completes when the other end has answered it, and never if the connection is dead or another PING follows.
    /// </summary>
    public Task PingAsync()
    {
        Task answer;
        uint number;
        lock (_gate)
        {
            _answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            (number, answer) = (++_number, _answer.Task);
        }

        _ = SendAsync(number);
        return answer;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (_filter.HasReady)
                return _filter.TakeReady(buffer.Span);
            if (_filter.IsUndecided)
            {
                _filter.Decide(await _inner.ReadAsync(_filter.Wanted, cancellationToken).ConfigureAwait(false));
                continue;
            }

            var read = await _inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            var left = _filter.Filter(buffer.Span[..read]);
            // A read of nothing is the end, or the answer to a read without a buffer, which waits for data.
            if (left > 0 || read == 0)
                return left;
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_writeTurn.Wait(0, CancellationToken.None))
            return WriteInTurnAsync(buffer, cancellationToken);

        ValueTask write;
        try
        {
            write = _inner.WriteAsync(buffer, cancellationToken);
        }
        catch
        {
            _writeTurn.Release();
            throw;
        }

        if (!write.IsCompletedSuccessfully)
            return EndTurnAfterAsync(write);
        write.GetAwaiter().GetResult();
        _writeTurn.Release();
        return default;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("HTTP/2 reads asynchronously.");

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("HTTP/2 writes asynchronously.");

    public override void Flush() => _inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask WriteInTurnAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        await _writeTurn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writeTurn.Release();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask EndTurnAfterAsync(ValueTask write)
    {
        try
        {
            await write.ConfigureAwait(false);
        }
        finally
        {
            _writeTurn.Release();
        }
    }

    private async Task SendAsync(uint number)
    {
        var frame = new byte[PongFilter.PingLength];
        PongFilter.WritePing(frame, number);
        try
        {
            await WriteAsync(frame, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The connection is broken, and its own loops find that out.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Without a PING there is no answer, which is what the caller waits for.
        }
    }

    private void Answered(uint number)
    {
        TaskCompletionSource? answer;
        lock (_gate)
            answer = number == _number ? _answer : null;
        answer?.TrySetResult();
    }
}
