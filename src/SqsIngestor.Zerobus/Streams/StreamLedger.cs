using SqsIngestor.Zerobus.Buffering;
using SqsIngestor.Zerobus.Recovery;
using SqsIngestor.Zerobus.Telemetry;
using SqsIngestor.Zerobus.Wire;

namespace SqsIngestor.Zerobus.Streams;

/// <summary>
/// The truth about one stream: what is accepted, sent, settled and refused, and who waits for what. Everything happens under
/// one lock and nothing here awaits the network, so that the loops around it stay simple. It outlives connections.
/// </summary>
internal sealed class StreamLedger
{
    private const int MostRetainedBytes = 64 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly ZerobusStreamOptions _stream;
    private readonly ZerobusClientOptions _options;
    private readonly TimeProvider _clock;
    private readonly StreamTelemetry _telemetry;
    private readonly InFlightBuffer _buffer;
    private readonly WireOffsets _wire = new();
    private readonly PoisonSearch _search = new();
    private readonly HeadOutcome _head = new();
    private readonly AckWaiters _waiters = new();
    private readonly RefusalLog _refusals = new();
    private readonly LinkedList<AdmissionWaiter> _admission = new();

    private ZerobusStreamState _phase = ZerobusStreamState.Open;
    private ZerobusException? _failure;
    private TaskCompletionSource? _drained;
    private bool _closing;
    private bool _closed;
    private bool _senderIdle;
    private bool _suspect;
    private long _progressAt;
    private DateTimeOffset _heardAt;

    public StreamLedger(ZerobusStreamOptions stream, ZerobusClientOptions options, TimeProvider clock, StreamTelemetry telemetry)
    {
        _stream = stream;
        _options = options;
        _clock = clock;
        _telemetry = telemetry;
        var retained = Math.Min(options.MaxInFlightBytes, MostRetainedBytes) / SegmentPool.SegmentBytes;
        _buffer = new InFlightBuffer(new SegmentPool((int)retained + 1));
        _heardAt = clock.GetUtcNow();
    }

    /// <summary>Wakes the send loop.</summary>
    public AsyncSignal Sendable { get; } = new();

    /// <summary>Wakes the ack watch: something is outstanding.</summary>
    public AsyncSignal Outstanding { get; } = new();

    /// <summary>Wakes the supervisor: there is something to send, or the stream is closing.</summary>
    public AsyncSignal Work { get; } = new();

    public ZerobusStreamState State
    {
        get
        {
            lock (_gate)
            {
                return _failure is { Code: not ZerobusErrorCode.Aborted } ? ZerobusStreamState.Failed
                    : _closed || _failure is not null ? ZerobusStreamState.Closed
                    : _closing ? ZerobusStreamState.Closing
                    : _phase;
            }
        }
    }

    public ZerobusException? Failure
    {
        get
        {
            lock (_gate)
                return _failure;
        }
    }

    /// <summary>Whether any caller was told about the failure.</summary>
    public bool FailureReported { get; private set; }

    /// <summary>Writes settled since the beginning; it grows with every progress.</summary>
    public long Progress { get; private set; }

    public bool HasOutstanding
    {
        get
        {
            lock (_gate)
                return _wire.Outstanding > 0;
        }
    }

    /// <summary>Records sent on this connection and unacked: those that may become durable twice if it ends now.</summary>
    public int CountOutstandingRecords()
    {
        lock (_gate)
        {
            if (_search.InsideHead)
                return _wire.Outstanding > 0 ? _search.Window : 0;
            var records = 0;
            for (var offset = _buffer.Head; offset < _buffer.Head + _wire.Outstanding; offset++)
                records += _buffer[offset].Records;
            return records;
        }
    }

    public bool IsSettled
    {
        get
        {
            lock (_gate)
                return _buffer.Count == 0;
        }
    }

    public bool IsClosing
    {
        get
        {
            lock (_gate)
                return _closing;
        }
    }

    public ValueTask<long> WriteAsync(in RecordSource source, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<long>(cancellationToken);

        AdmissionWaiter waiter;
        lock (_gate)
        {
            ThrowIfEnded();
            if (source.Count == 0)
                return new(_buffer.Tail - 1);
            if (_admission.Count == 0 && HasRoom(source.BodyLength))
                return new(Accept(source));
            waiter = new AdmissionWaiter(source);
            waiter.Node = _admission.AddLast(waiter);
        }

        return WaitForRoomAsync(waiter, cancellationToken);
    }

    /// <summary>Completes when the offset is settled; throws when it was refused or the stream ended before.</summary>
    public async ValueTask WaitAsync(long offset, TimeSpan timeout, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task settled;
            lock (_gate)
            {
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(offset, _buffer.Tail);
                if (offset < _buffer.Head)
                    return;
                if (_failure is not null)
                    throw Report(_failure);
                settled = _waiters.Add(offset);
            }

            await settled.WaitAsync(timeout, _clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The refusal of a write, or null. Whoever asks has been told.</summary>
    public RefusedWrite? TakeRefusal(long offset)
    {
        lock (_gate)
            return _refusals.Take(offset);
    }

    /// <summary>The last accepted offset; -1 before the first.</summary>
    public long LastOffset
    {
        get
        {
            lock (_gate)
                return _buffer.Tail - 1;
        }
    }

    /// <summary>Refusals up to an offset that nobody has been told of yet.</summary>
    public RefusedWrite[] TakeUnreportedRefusals(long upTo)
    {
        lock (_gate)
            return _refusals.TakeUnreported(upTo);
    }

    public List<UnackedWrite> CopyUnacked()
    {
        lock (_gate)
            return _buffer.Copy();
    }

    /// <summary>A new connection begins: its offsets start at 0 and everything unsettled is to be sent on it.</summary>
    public void Connected()
    {
        lock (_gate)
        {
            _phase = ZerobusStreamState.Open;
            _wire.Reset();
            _buffer.Rewind();
            _heardAt = _clock.GetUtcNow();
            _suspect = false;
        }
    }

    /// <summary>The connection is gone. True when there is something to reconnect for.</summary>
    public bool Disconnected()
    {
        lock (_gate)
        {
            _wire.Reset();
            Drained();
            _buffer.Rewind();
            _phase = _buffer.Count > 0 ? ZerobusStreamState.Recovering : ZerobusStreamState.Idle;
            return _buffer.Count > 0;
        }
    }

    /// <summary>Completes when nothing sent is unacked, or the connection is gone.</summary>
    public Task WhenDrainedAsync()
    {
        lock (_gate)
        {
            if (_wire.Outstanding == 0)
                return Task.CompletedTask;
            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    /// <summary>Nothing is sent any more on this connection; writes are still accepted.</summary>
    public void Pause()
    {
        lock (_gate)
            _phase = ZerobusStreamState.Paused;
    }

    public TakeResult TryTake(RequestFrame frame, out bool more)
    {
        more = false;
        lock (_gate)
        {
            var limit = _search is { IsActive: true, InsideHead: false } ? _buffer.Head + _search.Window : _buffer.Tail;
            var blocked = _search.InsideHead ? _wire.Outstanding > 0 : _buffer.Sent >= limit;
            if (_phase != ZerobusStreamState.Open || blocked || _failure is not null)
            {
                _senderIdle = true;
                return TakeResult.Nothing;
            }

            if (_wire.Outstanding == 0)
            {
                if (IsTooOld())
                    return TakeResult.Discard;
                Outstanding.Set();
            }

            var now = _clock.GetTimestamp();
            if (_search.InsideHead)
            {
                var length = _buffer.SendHeadRecords(_search.Window, frame.Body, now);
                frame.SetRecord(true, _stream.RecordType, _wire.Take(), length);
            }
            else
            {
                ref var write = ref _buffer.Send(frame.Body, now);
                frame.SetRecord(write.IsBatch, _stream.RecordType, _wire.Take(), write.Length);
                more = _buffer.Sent < limit;
            }

            return TakeResult.Taken;
        }
    }

    /// <summary>Applies an ack of the connection. The event tells the owner what became durable, if anything did.</summary>
    public AckResult Ack(long? upTo, out AckEvent? settled)
    {
        settled = null;
        lock (_gate)
        {
            if (upTo is null || _wire.Ack(upTo.Value) is not { } requests)
                return AckResult.Violation;
            _heardAt = _clock.GetUtcNow();
            if (requests == 0)
                return AckResult.Duplicate;

            _progressAt = _clock.GetTimestamp();
            settled = _search.InsideHead ? SettlePart() : SettleWrites(requests);
            Settled();
            return AckResult.Progress;
        }
    }

    /// <summary>
    /// The service refused the stream as it does for a bad record. False when nothing was outstanding, so that no record can be
    /// at fault. Otherwise the search for it has begun, gone on, or ended with a record named in the event.
    /// </summary>
    public bool Refuse(string reason, out AckEvent? settled)
    {
        settled = null;
        lock (_gate)
        {
            if (_wire.Outstanding == 0)
                return false;

            ref var head = ref _buffer[_buffer.Head];
            if (!_search.Refused((int)_wire.Outstanding, head.Records))
                return true;

            _head.Refuse(_buffer.HeadRecordsSettled, reason);
            settled = SettleHeadRecords(1, durable: false);
            Settled();
            return true;
        }
    }

    /// <summary>The look at the clock that the ack watch takes: since when the oldest unacked request has waited without progress.</summary>
    public long WaitingSince()
    {
        lock (_gate)
            return _buffer.Count == 0 ? _clock.GetTimestamp() : Math.Max(_buffer[_buffer.Head].SentAt, _progressAt);
    }

    /// <summary>Whether the connection was silent for so long before this use that its first ack is due soon.</summary>
    public bool TakeSuspicion()
    {
        lock (_gate)
        {
            var suspect = _suspect;
            _suspect = false;
            return suspect;
        }
    }

    /// <summary>No more writes. What is accepted goes on to be settled.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closing = true;
            DismissWaiters(ClosedError());
        }

        Work.Set();
    }

    public void Closed()
    {
        lock (_gate)
            _closed = true;
    }

    /// <summary>The stream is over. Only the first cause counts.</summary>
    public void Fail(ZerobusException cause)
    {
        lock (_gate)
        {
            if (_closed || _failure is not null)
                return;
            _failure = cause;
            DismissWaiters(cause);
            _waiters.Complete(long.MaxValue);
            Drained();
        }

        Sendable.Set();
        Outstanding.Set();
        Work.Set();
    }

    private AckEvent SettleWrites(long requests)
    {
        ref var newest = ref _buffer[_buffer.Head + requests - 1];
        _telemetry.Acked(_clock.GetElapsedTime(newest.SentAt));
        var bytes = _buffer.Bytes;
        var records = _buffer.Settle(requests);
        Progress += requests;
        _search.Acked((int)requests);
        _telemetry.Settled((int)requests, records, bytes - _buffer.Bytes);
        return new AckEvent(_buffer.Head - 1, records, null);
    }

    private AckEvent? SettlePart()
    {
        var settled = SettleHeadRecords(_search.Window, durable: true);
        _search.PartAcked(settled is null ? _buffer[_buffer.Head].Records : 0);
        return settled;
    }

    // Settles the first records of the oldest write; an event when that was the last of it.
    private AckEvent? SettleHeadRecords(int records, bool durable)
    {
        var (offset, bytes) = (_buffer.Head, _buffer.Bytes);
        var total = _buffer.HeadRecordsSettled + _buffer[offset].Records;
        if (durable)
            _head.Durable(records);
        Progress++;
        _buffer.SettleHeadRecords(records);
        var done = _buffer.Head > offset;
        _telemetry.Settled(done ? 1 : 0, durable ? records : 0, bytes - _buffer.Bytes);
        if (!done)
            return null;

        var outcome = _head.Take(offset, total);
        if (outcome.Refused is not null)
            _refusals.Add(outcome.Refused);
        return outcome;
    }

    // After anything settled: let waiting writes in, wake those whose offset is settled, and the loops that it concerns.
    private void Settled()
    {
        while (_admission.First is { } first && HasRoom(first.Value.Source.BodyLength))
        {
            _admission.RemoveFirst();
            first.Value.SetResult(Accept(first.Value.Source));
        }

        _waiters.Complete(_buffer.Head - 1);
        if (_wire.Outstanding == 0)
            Drained();
        WakeSender();
        if (_closing && _buffer.Count == 0)
            Work.Set();
    }

    private long Accept(in RecordSource source)
    {
        var offset = _buffer.Append(source);
        _telemetry.Accepted(source.Count, source.BodyLength);
        if (_phase is ZerobusStreamState.Idle)
            Work.Set();
        WakeSender();
        return offset;
    }

    private void Drained()
    {
        _drained?.SetResult();
        _drained = null;
    }

    private void WakeSender()
    {
        if (!_senderIdle)
            return;
        _senderIdle = false;
        Sendable.Set();
    }

    private bool IsTooOld()
    {
        var silence = _clock.GetUtcNow() - _heardAt;
        _suspect = silence >= _options.SuspectAfter;
        return silence >= _options.DiscardAfter;
    }

    private bool HasRoom(long bytes) =>
        _buffer.Count < _options.MaxInFlightRequests && _buffer.Bytes + bytes <= _options.MaxInFlightBytes;

    private async ValueTask<long> WaitForRoomAsync(AdmissionWaiter waiter, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(static (state, token) =>
        {
            var (ledger, waiter) = ((StreamLedger, AdmissionWaiter))state!;
            ledger.Leave(waiter, token);
        }, (this, waiter));
        return await waiter.Task.ConfigureAwait(false);
    }

    private void Leave(AdmissionWaiter waiter, CancellationToken token)
    {
        lock (_gate)
        {
            if (waiter.Node?.List is null)
                return;
            _admission.Remove(waiter.Node);
        }

        waiter.TrySetCanceled(token);
    }

    private void DismissWaiters(ZerobusException cause)
    {
        foreach (var waiter in _admission)
            waiter.SetException(cause);
        FailureReported |= _admission.Count > 0;
        _admission.Clear();
    }

    private void ThrowIfEnded()
    {
        if (_failure is not null)
            throw Report(_failure);
        if (_closing || _closed)
            throw ClosedError();
    }

    private ZerobusException Report(ZerobusException failure)
    {
        FailureReported = true;
        return failure;
    }

    private ZerobusException ClosedError() => new(
        ZerobusErrorCode.StreamClosed, $"The stream into {_stream.Table} is closed.", "Open another stream.");
}
