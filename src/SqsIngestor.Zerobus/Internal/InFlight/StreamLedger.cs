using SqsIngestor.Zerobus.Internal.Telemetry;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// The state of one stream, shared by its callers and its loops: what is in flight, who waits for what, and whether the stream is
/// open, closing or closed. Everything happens under one lock and nothing here awaits the network. It outlives connections. Safe
/// for use by several threads.
/// </summary>
internal sealed class StreamLedger
{
    private readonly Lock _gate = new();
    private readonly ZerobusStreamOptions _stream;
    private readonly TimeProvider _clock;
    private readonly InFlightState _inFlight;
    private readonly StreamWaiters _waiters;
    private readonly BudgetShare _share;
    private readonly ConnectionSilence _silence;
    private readonly ConnectionDoubt _doubt;
    private readonly StreamLife _life;

    public StreamLedger(
        ZerobusStreamOptions stream, ZerobusClientOptions options, InFlightBudget budget, TimeProvider clock,
        StreamTelemetry telemetry)
    {
        _stream = stream;
        _clock = clock;
        _share = budget.Join(AdmitWaiting);
        _inFlight = new InFlightState(options, stream.RecordType, _share, clock, telemetry);
        _life = new StreamLife(stream.Table, clock);
        _silence = new ConnectionSilence(options, clock);
        _doubt = new ConnectionDoubt(options.AckTimeout);
        _waiters = new StreamWaiters(_gate, _inFlight, _life, _share, Signals);
    }

    /// <summary>Wake the loops of the stream.</summary>
    public StreamSignals Signals { get; } = new();

    public ZerobusStreamState State => Locked(static l => l._life.State);

    public TimeSpan InterruptedFor => Locked(static l => l._life.InterruptedFor);

    public ZerobusException? Failure => Locked(static l => l._life.Failure);

    /// <summary>Whether any caller was told about the failure.</summary>
    public bool FailureReported => Locked(static l => l._life.FailureReported);

    public long Progress => Locked(static l => l._inFlight.Progress);

    public bool HasOutstanding => Locked(static l => l._inFlight.HasOutstanding);

    public int OutstandingRecords => Locked(static l => l._inFlight.OutstandingRecords);

    public long WaitingSince => Locked(static l => l._inFlight.WaitingSince);

    public long NewestSettledSentAt => Locked(static l => l._inFlight.NewestSettledSentAt);

    public bool IsSettled => Locked(static l => l._inFlight.IsSettled);

    /// <summary>
    /// Whether the connection must be replaced: see <see cref="Renew"/>. Until then, nothing more is sent on it.
    /// </summary>
    public bool MustRenew => Locked(static l => l.IsRenewalDue);

    public bool IsClosing => Locked(static l => l._life.IsClosing);

    /// <summary>The oldest unsettled offset.</summary>
    public long Head => Locked(static l => l._inFlight.Head);

    /// <summary>The last accepted offset; -1 before the first.</summary>
    public long LastOffset => Locked(static l => l._inFlight.Tail - 1);

    public ValueTask<long> WriteAsync(in RecordSource source, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<long>(cancellationToken);

        AdmissionWaiter waiter;
        lock (_gate)
        {
            _life.ThrowUnlessOpen();
            if (source.Count == 0)
                return new(_inFlight.Tail - 1);
            if (_inFlight.HasFailed(source.Terms.OrderingKey))
                throw _life.WithdrawnError();
            if (_waiters.TryAccept(source, out var offset))
                return new(offset);
            waiter = _waiters.WaitForRoom(source);
        }

        return _waiters.AdmittedAsync(waiter, cancellationToken);
    }

    /// <summary>Whether a wait for the offset would be over at once.</summary>
    public bool HasSettled(long offset)
    {
        lock (_gate)
            return offset < _inFlight.Head || (offset < _inFlight.Tail && _life.Failure is not null);
    }

    /// <summary>Completes when the offset is settled, refused included; throws when the stream ended before.</summary>
    public async ValueTask WaitAsync(long offset, TimeSpan timeout, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task settled;
            lock (_gate)
            {
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(offset, _inFlight.Tail);
                if (offset < _inFlight.Head)
                    return;
                _life.ThrowIfFailed();
                settled = _waiters.SettledAsync(offset);
            }

            await settled.WaitAsync(timeout, _clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The refusal of a write, or null. It counts as reported from now on.</summary>
    public RefusedWrite? TakeRefusal(long offset)
    {
        lock (_gate)
            return _inFlight.Refusals.Take(offset);
    }

    /// <summary>Refusals up to an offset that no call has reported yet. They count as reported from now on.</summary>
    public RefusedWrite[] TakeUnreportedRefusals(long upTo)
    {
        lock (_gate)
            return _inFlight.Refusals.TakeUnreported(upTo);
    }

    public List<UnackedWrite> CopyUnacked() => Locked(static l => l._inFlight.CopyUnacked());

    /// <summary>A new connection begins: its offsets start at 0 and everything unsettled is to be sent on it.</summary>
    public void Connected()
    {
        lock (_gate)
        {
            _life.Connected();
            _inFlight.Restart();
            _waiters.SettledWithoutAck();
            _silence.Connected();
            _doubt.Connected();
        }
    }

    /// <summary>The connection has ended.</summary>
    public void Disconnected()
    {
        lock (_gate)
        {
            _inFlight.Restart();
            _waiters.SettledWithoutAck();
            _waiters.Drained();
            _life.Disconnected(_inFlight.IsSettled);
        }
    }

    /// <summary>Completes when nothing sent is unacked, or the connection has ended.</summary>
    public Task WhenDrainedAsync() => Locked(static l => l._waiters.DrainedAsync());

    /// <summary>Stops sending on this connection; writes are still accepted.</summary>
    public void Pause()
    {
        lock (_gate)
            _life.Pause();
    }

    /// <summary>Fills the frame with the next request, if one may be sent.</summary>
    public TakeResult TryTake(RequestFrame frame, out bool more)
    {
        more = false;
        lock (_gate)
        {
            if (!_life.MaySend || IsRenewalDue || !_inFlight.TrySendable())
            {
                _waiters.SenderIdles();
                _waiters.SettledWithoutAck();
                return TakeResult.Nothing;
            }

            if (!_inFlight.HasOutstanding)
            {
                if (!_silence.MayUse())
                    return TakeResult.Discard;
                Signals.Outstanding.Set();
            }

            more = _inFlight.Take(frame);
            _waiters.SettledWithoutAck();
            return TakeResult.Taken;
        }
    }

    /// <summary>Applies an ack of the connection.</summary>
    public AckResult Ack(long? upTo)
    {
        lock (_gate)
        {
            var result = _inFlight.Ack(upTo);
            _silence.Heard();
            if (result != AckResult.Progress)
                return result;
            _doubt.Progress();
            _waiters.Settled();
            return result;
        }
    }

    /// <inheritdoc cref="InFlightState.Ended"/>
    public SearchStep Ended(bool byStatus, int cause, string reason)
    {
        lock (_gate)
        {
            var step = _inFlight.Ended(byStatus, cause, reason);
            _waiters.Settled();
            return step;
        }
    }

    /// <summary>The next event to report to the owner of the stream, in offset order.</summary>
    public bool TryTakeEvent(out AckEvent settled)
    {
        lock (_gate)
            return _inFlight.Events.TryDequeue(out settled);
    }

    /// <inheritdoc cref="ConnectionSilence.TakeSuspicion"/>
    public bool TakeSuspicion() => Locked(static l => l._silence.TakeSuspicion());

    /// <summary>No unsettled write with this key is sent any more.</summary>
    public void Withdraw(long key)
    {
        lock (_gate)
        {
            if (_life.IsOver)
                return;
            _inFlight.Withdraw(key);
            _waiters.SettledWithoutAck();
        }
    }

    /// <summary>The owner waits for a write no longer.</summary>
    public void GiveUp(long offset)
    {
        lock (_gate)
        {
            if (!_life.IsOver && _inFlight.GiveUp(offset))
                _doubt.GaveUp();
        }
    }

    /// <summary>The owner wants a new connection if writes on this one were given up and no ack came for long.</summary>
    public void Renew()
    {
        lock (_gate)
            _doubt.Want();
    }

    /// <summary>The connection has ended because it was to be renewed. Call it before <see cref="Disconnected"/>.</summary>
    public void Renewed()
    {
        lock (_gate)
        {
            _doubt.Renewed();
            _inFlight.ExpireGivenUp();
        }
    }

    /// <summary>Settles writes whose time is up. Call only while there is no connection: one settles them itself.</summary>
    public void SettleExpired()
    {
        lock (_gate)
        {
            _inFlight.SettleExpired();
            _waiters.SettledWithoutAck();
        }
    }

    /// <summary>Takes no more writes. What is accepted is still sent and settled.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _life.Close();
            _waiters.RefuseWrites(_life.ClosedError());
        }

        Signals.Work.Set();
    }

    /// <summary>The stream is closed and everything is settled.</summary>
    public void Closed()
    {
        lock (_gate)
        {
            _life.Closed();
            _share.Leave();
        }
    }

    /// <summary>The stream ends for good. Only the first cause counts.</summary>
    public void Fail(ZerobusException cause)
    {
        lock (_gate)
        {
            if (_life.IsOver)
                return;
            _life.Fail(cause);
            _life.FailureReported = _waiters.Fail(cause);
            _inFlight.Abandon(_stream.KeepUnacked);
            _share.Leave();
        }

        Signals.SetAll();
    }

    private bool IsRenewalDue =>
        _inFlight.HasOutstanding && _doubt.IsDue(_clock.GetElapsedTime(_inFlight.WaitingSince));

    // The budget has room again, or another stream waits for room.
    private void AdmitWaiting()
    {
        lock (_gate)
        {
            _inFlight.GiveBack();
            _waiters.Admit();
        }
    }

    private T Locked<T>(Func<StreamLedger, T> read)
    {
        lock (_gate)
            return read(this);
    }
}
