using SqsIngestor.Zerobus.Internal.Telemetry;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// The truth about one stream, shared by its callers and its loops: the delivery, who waits for what, and whether the stream is
/// open, closing or over. Everything happens under one lock and nothing here awaits the network. It outlives connections.
/// </summary>
internal sealed class StreamLedger
{
    private readonly Lock _gate = new();
    private readonly ZerobusStreamOptions _stream;
    private readonly ZerobusClientOptions _options;
    private readonly TimeProvider _clock;
    private readonly Delivery _delivery;
    private readonly AckWaiters _waiters = new();
    private readonly AdmissionQueue _admission;

    private ZerobusStreamState _phase = ZerobusStreamState.Open;
    private ZerobusException? _failure;
    private TaskCompletionSource? _drained;
    private bool _closing;
    private bool _closed;
    private bool _senderIdle;
    private bool _suspect;
    private DateTimeOffset _heardAt;

    public StreamLedger(ZerobusStreamOptions stream, ZerobusClientOptions options, TimeProvider clock, StreamTelemetry telemetry)
    {
        _stream = stream;
        _options = options;
        _clock = clock;
        _delivery = new Delivery(options, stream.RecordType, clock, telemetry);
        _admission = new AdmissionQueue(_gate);
        _heardAt = clock.GetUtcNow();
    }

    /// <summary>Wakes the send loop.</summary>
    public AsyncSignal Sendable { get; } = new();

    /// <summary>Wakes the ack watch: something is outstanding.</summary>
    public AsyncSignal Outstanding { get; } = new();

    /// <summary>Wakes the supervisor: there is something to send, or the stream is closing.</summary>
    public AsyncSignal Work { get; } = new();

    public ZerobusStreamState State => Locked(static l => l._failure is { Code: not ZerobusErrorCode.Aborted } ? ZerobusStreamState.Failed
        : l._closed || l._failure is not null ? ZerobusStreamState.Closed
        : l._closing ? ZerobusStreamState.Closing
        : l._phase);

    public ZerobusException? Failure => Locked(static l => l._failure);

    /// <summary>Whether any caller was told about the failure.</summary>
    public bool FailureReported { get; private set; }

    public long Progress => Locked(static l => l._delivery.Progress);

    public bool HasOutstanding => Locked(static l => l._delivery.HasOutstanding);

    public int OutstandingRecords => Locked(static l => l._delivery.OutstandingRecords);

    public long WaitingSince => Locked(static l => l._delivery.WaitingSince);

    public long NewestSettledSentAt => Locked(static l => l._delivery.NewestSettledSentAt);

    public bool IsSettled => Locked(static l => l._delivery.IsSettled);

    public bool IsClosing => Locked(static l => l._closing);

    /// <summary>The oldest unsettled offset.</summary>
    public long Head => Locked(static l => l._delivery.Head);

    /// <summary>The last accepted offset; -1 before the first.</summary>
    public long LastOffset => Locked(static l => l._delivery.Tail - 1);

    public ValueTask<long> WriteAsync(in RecordSource source, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<long>(cancellationToken);

        AdmissionWaiter waiter;
        lock (_gate)
        {
            if (_failure is not null)
                throw Report(_failure);
            if (_closing || _closed)
                throw ClosedError();
            if (source.Count == 0)
                return new(_delivery.Tail - 1);
            if (_admission.IsEmpty && _delivery.HasRoom(source.BodyLength))
                return new(Accept(source));
            waiter = _admission.Add(source);
        }

        return _admission.WaitAsync(waiter, cancellationToken);
    }

    /// <summary>Completes when the offset is settled, refused included; throws when the stream ended before.</summary>
    public async ValueTask WaitAsync(long offset, TimeSpan timeout, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task settled;
            lock (_gate)
            {
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(offset, _delivery.Tail);
                if (offset < _delivery.Head)
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
            return _delivery.Refusals.Take(offset);
    }

    /// <summary>Refusals up to an offset that nobody has been told of yet.</summary>
    public RefusedWrite[] TakeUnreportedRefusals(long upTo)
    {
        lock (_gate)
            return _delivery.Refusals.TakeUnreported(upTo);
    }

    public List<UnackedWrite> CopyUnacked() => Locked(static l => l._delivery.CopyUnacked());

    /// <summary>A new connection begins: its offsets start at 0 and everything unsettled is to be sent on it.</summary>
    public void Connected()
    {
        lock (_gate)
        {
            _phase = ZerobusStreamState.Open;
            _delivery.Restart();
            _heardAt = _clock.GetUtcNow();
            _suspect = false;
        }
    }

    /// <summary>The connection is gone.</summary>
    public void Disconnected()
    {
        lock (_gate)
        {
            _delivery.Restart();
            Drained();
            _phase = _delivery.IsSettled ? ZerobusStreamState.Idle : ZerobusStreamState.Recovering;
        }
    }

    /// <summary>Completes when nothing sent is unacked, or the connection is gone.</summary>
    public Task WhenDrainedAsync()
    {
        lock (_gate)
        {
            if (!_delivery.HasOutstanding)
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

    /// <summary>Fills the frame with the next request, if one may be sent.</summary>
    public TakeResult TryTake(RequestFrame frame, out bool more)
    {
        more = false;
        lock (_gate)
        {
            if (_phase != ZerobusStreamState.Open || _failure is not null || !_delivery.IsSendable)
            {
                _senderIdle = true;
                return TakeResult.Nothing;
            }

            if (!_delivery.HasOutstanding)
            {
                var silence = _clock.GetUtcNow() - _heardAt;
                if (silence >= _options.DiscardAfter)
                    return TakeResult.Discard;
                _suspect = silence >= _options.SuspectAfter;
                Outstanding.Set();
            }

            more = _delivery.Take(frame);
            return TakeResult.Taken;
        }
    }

    /// <summary>Applies an ack of the connection. The event tells the owner what became durable, if anything did.</summary>
    public AckResult Ack(long? upTo, out AckEvent? settled)
    {
        lock (_gate)
        {
            var result = _delivery.Ack(upTo, out settled);
            _heardAt = _clock.GetUtcNow();
            if (result == AckResult.Progress)
                Settled();
            return result;
        }
    }

    /// <inheritdoc cref="Delivery.Refuse"/>
    public bool Refuse(string reason, out AckEvent? settled)
    {
        lock (_gate)
        {
            var isRecords = _delivery.Refuse(reason, out settled);
            Settled();
            return isRecords;
        }
    }

    /// <inheritdoc cref="Delivery.Suspect"/>
    public void Suspect(bool stalled)
    {
        lock (_gate)
            _delivery.Suspect(stalled);
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
            _admission.Dismiss(ClosedError());
        }

        Work.Set();
    }

    /// <summary>Closed and settled.</summary>
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
            FailureReported |= _admission.Dismiss(cause);
            _waiters.Complete(long.MaxValue);
            _delivery.Abandon();
            Drained();
        }

        Sendable.Set();
        Outstanding.Set();
        Work.Set();
    }

    // After anything settled: let waiting writes in, wake those whose offset is settled, and the loops that it concerns.
    private void Settled()
    {
        _admission.Admit(_delivery, Accept);
        _waiters.Complete(_delivery.Head - 1);
        if (!_delivery.HasOutstanding)
            Drained();
        WakeSender();
        if (_closing && _delivery.IsSettled)
            Work.Set();
    }

    private long Accept(in RecordSource source)
    {
        var offset = _delivery.Accept(source);
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

    private ZerobusException Report(ZerobusException failure)
    {
        FailureReported = true;
        return failure;
    }

    private ZerobusException ClosedError() => new(
        ZerobusErrorCode.StreamClosed, $"The stream into {_stream.Table} is closed.", "Open another stream.");

    private T Locked<T>(Func<StreamLedger, T> read)
    {
        lock (_gate)
            return read(this);
    }
}
