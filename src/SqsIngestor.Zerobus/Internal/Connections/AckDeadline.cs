namespace SqsIngestor.Zerobus.Internal.Recovery;

/// <summary>
/// Decides when a connection has been silent for too long. The clock starts when the oldest unacked request was sent and only
/// progress moves it: neither duplicate acks nor other frames do. A look that comes far too late means that this process was
/// frozen; the silence was then its own, so the connection gets a short term to prove itself instead. What proves it is an ack
/// of something sent after the freeze: an older ack may have waited in the socket since before. Pure: time is passed in.
/// </summary>
internal sealed class AckDeadline(TimeSpan timeout, TimeSpan suspectAfter, TimeSpan graceAfterFreeze)
{
    /// <summary>How often to look while something is unacked. A look later than this by the suspect time was frozen.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private DateTimeOffset _lastLook;

    // While set, the connection is in doubt until something sent at this time or later is acked.
    private TimeSpan? _doubtSince;
    private TimeSpan _shortTermEnd;

    /// <summary>Watching begins: something is unacked from now on. After a long silence the first ack is due soon.</summary>
    public void Start(DateTimeOffset wall, TimeSpan now, bool suspect)
    {
        _lastLook = wall;
        if (suspect)
            _doubtSince = TimeSpan.Zero;
        _shortTermEnd = now + graceAfterFreeze;
    }

    /// <summary>Looks at the wall clock, which a frozen machine cannot stop.</summary>
    public void Look(DateTimeOffset wall, TimeSpan now)
    {
        var late = wall - _lastLook - Tick;
        _lastLook = wall;
        if (late < suspectAfter)
            return;
        _doubtSince = now;
        _shortTermEnd = now + graceAfterFreeze;
    }

    /// <summary>An ack settled something, the newest of it sent at the given time.</summary>
    public void Progress(TimeSpan now, TimeSpan sentAt)
    {
        if (sentAt >= _doubtSince)
            _doubtSince = null;
        _shortTermEnd = now + graceAfterFreeze;
    }

    /// <summary>True when the connection has to be given up.</summary>
    /// <param name="now">Monotonic time.</param>
    /// <param name="waitingSince">The later of the oldest unacked send and the last progress, on the same scale.</param>
    public bool IsOver(TimeSpan now, TimeSpan waitingSince) =>
        _doubtSince is not null ? now >= _shortTermEnd : now - waitingSince >= timeout;
}
