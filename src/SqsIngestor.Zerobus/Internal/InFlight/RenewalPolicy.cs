namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// Whether to replace a connection that lives and acks nothing: the owner of the stream has given up a write without an ack,
/// then asks for a new connection, and no ack came for long. How long that is doubles with each connection that is replaced in
/// vain, and is at least twice what the slowest of the last acks took, because acks that are only slow must come before the next
/// replacement. Not thread-safe: its ledger's lock guards it.
/// </summary>
/// <param name="ackTimeout">The longest wait: the time after which a connection is given up in any case.</param>
internal sealed class RenewalPolicy(TimeSpan ackTimeout)
{
    private static readonly TimeSpan MinPatience = ZerobusStream.RenewalPatience;

    private readonly RecentAckTimes _acks = new();

    // Whether something was acked since the last request.
    private bool _hasAcked;

    private long _newestGivenUp = -1;

    // The offset that the next write had at the last request.
    private long _requestedAt;

    // The newest write that was given up and accepted before the last request. An owner that only gives up its own writes does
    // not want a new connection: it may still get the acks of the old one.
    private long _concerned = -1;

    private DateTimeOffset _waitingSince;

    // Remembered, because the sender waits from then on, and a clock may be set back.
    private bool _isDue;

    // How long the oldest unacked write had waited then, by the monotonic clock.
    private TimeSpan _dueAfter;

    /// <summary>How long a connection may ack nothing before it is replaced.</summary>
    public TimeSpan Patience { get; private set; } = Min(MinPatience, ackTimeout);

    /// <inheritdoc cref="RecentAckTimes.Slowest"/>
    public TimeSpan SlowestAck(DateTimeOffset now) => _acks.Slowest(now);

    /// <summary>The owner waits for an unsettled write no longer.</summary>
    public void GaveUp(long offset)
    {
        _newestGivenUp = Math.Max(_newestGivenUp, offset);
        if (offset < _requestedAt)
            _concerned = Math.Max(_concerned, offset);
    }

    /// <summary>
    /// The owner wants a new connection if a write that was accepted before was given up, or is given up after this call.
    /// </summary>
    /// <param name="tail">The offset that the next write gets.</param>
    public void Request(long tail)
    {
        (_requestedAt, _concerned) = (tail, _newestGivenUp);
        if (!_hasAcked)
            return;
        (Patience, _hasAcked) = (PatienceWith(_acks.Slowest(_waitingSince)), false);
    }

    /// <summary>Whether a request concerns a write that is unsettled. Costs nothing.</summary>
    /// <param name="head">The oldest unsettled offset.</param>
    public bool IsRequested(long head) => _concerned >= head;

    /// <summary>
    /// Whether the time is up for a connection with something unacked, so that nothing more is sent on it. Ask
    /// <see cref="IsRequested"/> first.
    /// </summary>
    /// <param name="waited">How long the oldest unacked write has waited without any ack, by the monotonic clock.</param>
    /// <param name="now">The wall clock, which goes on while this process stands still. The monotonic one may not.</param>
    public bool IsDue(TimeSpan waited, DateTimeOffset now)
    {
        if (!_isDue && (waited >= Patience || now - _waitingSince >= Patience))
            (_isDue, _dueAfter) = (true, waited);
        return _isDue;
    }

    /// <summary>
    /// Whether a connection that is due may be replaced. If only the wall clock says that it is due, this process may have stood
    /// still, or somebody has set the clock forward: then acks have a quarter of the time to come.
    /// </summary>
    /// <param name="waited">As for <see cref="IsDue"/>.</param>
    public bool MayRenew(TimeSpan waited) => waited >= Patience || waited - _dueAfter >= Patience / 4;

    /// <summary>Something is sent, and nothing was unacked before.</summary>
    public void Waits(DateTimeOffset now) => (_waitingSince, _isDue) = (now, false);

    /// <summary>Something was acked.</summary>
    /// <param name="took">How long the oldest write that it settled has waited for it.</param>
    /// <param name="now">The wall clock.</param>
    public void Acked(TimeSpan took, DateTimeOffset now)
    {
        Waits(now);
        _hasAcked = true;
        // A process that is frozen reads its acks late.
        _acks.Add(Min(took, ackTimeout), now);
        // It only grows here: an ack wakes a sender that waits for a replacement.
        if (PatienceWith(took) is var patience && patience > Patience)
            Patience = patience;
    }

    /// <summary>The connection was replaced because it was due.</summary>
    public void Renewed() => Patience = Min(2 * Patience, ackTimeout);

    /// <summary>A new connection begins. A request stays: what was given up may be sent on it, too.</summary>
    public void Connected() => _isDue = false;

    private TimeSpan PatienceWith(TimeSpan took) =>
        took >= ackTimeout / 2 ? ackTimeout : Min(2 * took > MinPatience ? 2 * took : MinPatience, ackTimeout);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
