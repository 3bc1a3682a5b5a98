using SqsIngestor.Zerobus.Internal.Telemetry;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// The state of one stream, shared by its callers (see <see cref="Writes"/>) and its loops: what is in flight, who waits for
/// what, and whether the stream is open, closing or closed. Everything happens under one lock and nothing here awaits the
/// network. It outlives connections. Safe for use by several threads.
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
    private readonly RenewalPolicy _renewal;
    private readonly StreamLife _life;

    /// <param name="stream">The stream.</param>
    /// <param name="options">The limits.</param>
    /// <param name="budget">The memory of all streams.</param>
    /// <param name="clock">Measures.</param>
    /// <param name="telemetry">Measures, too.</param>
    /// <param name="before">That of a stream that is over, and that this one continues; null for none.</param>
    /// <param name="first">The offset of the first write.</param>
    public StreamLedger(
        ZerobusStreamOptions stream, ZerobusClientOptions options, InFlightBudget budget, TimeProvider clock,
        StreamTelemetry telemetry, StreamLedger? before = null, long first = 0)
    {
        _stream = stream;
        _clock = clock;
        _share = budget.Join(AdmitWaiting);
        _inFlight = new InFlightState(options, stream, first, _share, clock, telemetry);
        if (before is not null)
        {
            lock (before._gate)
                _inFlight.Continue(before._inFlight);
        }

        _life = new StreamLife(stream.Table, clock);
        _silence = new ConnectionSilence(options, clock);
        _renewal = new RenewalPolicy(options.AckTimeout);
        _waiters = new StreamWaiters(_gate, _inFlight, _life, _share, Signals);
        Writes = new StreamWrites(_gate, _inFlight, _life, _waiters, _renewal, clock);
    }

    /// <summary>What callers do.</summary>
    public StreamWrites Writes { get; }

    /// <summary>Wake the loops of the stream.</summary>
    public StreamSignals Signals { get; } = new();

    public ZerobusStreamState State => Locked(static l => l._life.State);

    public TimeSpan InterruptedFor => Locked(static l => l._life.InterruptedFor);

    public AwaitedAck? Awaited => Locked(static l => l._life.IsOver ? null : l.AwaitedNow);

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
    /// Whether to replace the connection once acks that may be on their way have had time to come: see
    /// <see cref="RenewalPolicy"/>. Nothing more is sent on it.
    /// </summary>
    public bool IsRenewalDue => Locked(static l => l.IsDue);

    /// <summary>Whether the connection must be replaced now.</summary>
    public bool MustRenew => Locked(static l => l.IsDue && l._renewal.MayRenew(l.Waited));

    public bool IsClosing => Locked(static l => l._life.IsClosing);

    /// <summary>The oldest unsettled offset.</summary>
    public long Head => Locked(static l => l._inFlight.Head);

    /// <summary>A new connection begins: everything unsettled is to be sent on it.</summary>
    /// <inheritdoc cref="InFlightState.Connected" path="/param"/>
    /// <inheritdoc cref="InFlightState.Connected" path="/returns"/>
    public bool Connected(long committed = -1)
    {
        lock (_gate)
        {
            if (!_inFlight.Connected(committed))
                return false;
            _life.Connected();
            _waiters.SettledWithoutAck();
            _silence.Connected();
            _renewal.Connected();
            return true;
        }
    }

    /// <summary>The connection has ended.</summary>
    public void Disconnected()
    {
        lock (_gate)
        {
            _inFlight.Disconnected();
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
            if (!_life.MaySend || IsDue || !_inFlight.TrySendable())
            {
                _waiters.SenderIdles();
                _waiters.SettledWithoutAck();
                return TakeResult.Nothing;
            }

            if (!_inFlight.HasOutstanding)
            {
                var now = _clock.GetUtcNow();
                if (!_silence.MayUse(now))
                    return TakeResult.Discard;
                _renewal.Waits(now);
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
            var now = _clock.GetUtcNow();
            _silence.Heard(now);
            if (result != AckResult.Progress)
                return result;
            _renewal.Acked(_inFlight.LastAckTook, now);
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

    /// <summary>The next request to export, without its table and stream id.</summary>
    public bool TryTakeRequest(out ZerobusRequestStatistics request)
    {
        request = default;
        lock (_gate)
            return _inFlight.Log?.TryTake(out request) ?? false;
    }

    /// <inheritdoc cref="ConnectionSilence.TakeSuspicion"/>
    public bool TakeSuspicion() => Locked(static l => l._silence.TakeSuspicion());

    /// <summary>
    /// The connection has ended when it had to be replaced, and is not sent again what was given up. Call it before
    /// <see cref="Disconnected"/>.
    /// </summary>
    public void Renewed()
    {
        lock (_gate)
        {
            _renewal.Renewed();
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

    private AwaitedAck? AwaitedNow => _inFlight.Awaited is { } awaited
        ? awaited with
        {
            NewestBehind = _waiters.AnyWaitsForRoom ? _inFlight.Tail : awaited.NewestBehind,
            Patience = _renewal.Patience,
            SlowestAck = _renewal.SlowestAck(_clock.GetUtcNow()),
        }
        : null;

    // Asked for each write: the clocks are read only if somebody wants a new connection.
    private bool IsDue => _renewal.IsRequested(_inFlight.Head) && _inFlight.HasOutstanding
        && _renewal.IsDue(Waited, _clock.GetUtcNow());

    private TimeSpan Waited => _clock.GetElapsedTime(_inFlight.WaitingSince);

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
