using System.Runtime.CompilerServices;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// Between HTTP/2 and the transport: sends PINGs of its own and takes out their answers, because the HTTP handler cannot be asked
/// for one. The handler writes whole frames only, so a PING may go between any two of its writes. One reader and one writer at a
/// time, as of every stream; <see cref="PingAsync"/> may be called meanwhile.
/// </summary>
internal sealed class ProbingStream : Stream
{
    private const int MostUnanswered = 1024;

    private readonly Stream _inner;
    private readonly PongFilter _filter;
    private readonly SemaphoreSlim _writeTurn = new(1, 1);
    private readonly Lock _gate = new();
    private readonly ConnectionWatch? _watch;

    // The PINGs without an answer, oldest first.
    private readonly Queue<(uint Number, TaskCompletionSource Answer)> _unanswered = [];
    private uint _number;

    /// <param name="inner">The transport.</param>
    /// <param name="watch">Follows what arrives; null for nobody.</param>
    public ProbingStream(Stream inner, ConnectionWatch? watch = null)
    {
        _inner = inner;
        _watch = watch;
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
    /// Sends a PING. Completes when the other end has answered it, or a later one, and never if the connection is dead.
    /// </summary>
    public Task PingAsync()
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        uint number;
        lock (_gate)
        {
            number = ++_number;
            _unanswered.Enqueue((number, answer));
            // Each watch over the acks of a stream looks at its last one.
            if (_unanswered.Count > MostUnanswered)
                _unanswered.Dequeue();
        }

        _ = SendAsync(number);
        return answer.Task;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (_filter.HasReady)
            {
                var ready = _filter.TakeReady(buffer.Span);
                _watch?.Read(buffer.Span[..ready]);
                return ready;
            }

            if (_filter.IsUndecided)
            {
                _filter.Decide(await ReadInnerAsync(_filter.Wanted, cancellationToken).ConfigureAwait(false));
                continue;
            }

            var read = await ReadInnerAsync(buffer, cancellationToken).ConfigureAwait(false);
            var left = _filter.Filter(buffer.Span[..read]);
            _watch?.Read(buffer.Span[..left]);
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
            _watch?.Over();
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
        _watch?.Over();
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }

    private ValueTask<int> ReadInnerAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        _watch is null
            ? _inner.ReadAsync(buffer, cancellationToken)
            : _watch.FollowAsync(_inner.ReadAsync(buffer, cancellationToken), buffer.Length > 0);

    private async ValueTask WriteInTurnAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        await _writeTurn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _watch?.Over();
            throw;
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
        catch
        {
            _watch?.Over();
            throw;
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
        lock (_gate)
        {
            // The other end has answered those before it, too, or lives in any case.
            while (_unanswered.TryPeek(out var oldest) && oldest.Number <= number)
            {
                _unanswered.Dequeue();
                oldest.Answer.TrySetResult();
            }
        }
    }
}
