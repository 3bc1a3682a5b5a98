namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// Decides when a connection has been silent for too long. The time runs from the send of the oldest unacked request, and only
/// progress restarts it: neither duplicate acks nor other frames do. When a check comes far too late, this process was frozen and
/// the silence was its own, so the connection gets a short time to prove itself instead. Only an ack of something sent after the
/// freeze proves it: an older ack may have waited in the socket since before. Pure: time is passed in. Not thread-safe.
/// </summary>
/// <param name="timeout">How long the oldest unacked request may wait.</param>
/// <param name="suspectAfter">A check that comes this much later than <see cref="Tick"/> means a freeze.</param>
/// <param name="graceAfterFreeze">The short time after a freeze.</param>
internal sealed class AckDeadline(TimeSpan timeout, TimeSpan suspectAfter, TimeSpan graceAfterFreeze)
{
    /// <summary>How often to check while something is unacked.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private DateTimeOffset _lastCheck;

    // While set, the connection is suspect until something sent at this time or later is acked.
    private TimeSpan? _suspectSince;
    private TimeSpan _graceEnd;

    /// <summary>
    /// Starts to watch: something is unacked from now on. A connection that is suspect owes its first ack soon.
    /// </summary>
    public void Start(DateTimeOffset wall, TimeSpan now, bool suspect)
    {
        _lastCheck = wall;
        if (suspect)
            _suspectSince = TimeSpan.Zero;
        _graceEnd = now + graceAfterFreeze;
    }

    /// <summary>Detects a freeze by the wall clock, which goes on while the machine stands still.</summary>
    public void Check(DateTimeOffset wall, TimeSpan now)
    {
        var late = wall - _lastCheck - Tick;
        _lastCheck = wall;
        if (late < suspectAfter)
            return;
        _suspectSince = now;
        _graceEnd = now + graceAfterFreeze;
    }

    /// <summary>An ack settled something, the newest of it sent at the given time.</summary>
    public void Progress(TimeSpan now, TimeSpan sentAt)
    {
        if (sentAt >= _suspectSince)
            _suspectSince = null;
        _graceEnd = now + graceAfterFreeze;
    }

    /// <summary>True when the connection must be given up.</summary>
    /// <param name="now">Monotonic time.</param>
    /// <param name="waitingSince">The later of the oldest unacked send and the last progress, on the same scale.</param>
    public bool HasPassed(TimeSpan now, TimeSpan waitingSince) =>
        _suspectSince is not null ? now >= _graceEnd : now - waitingSince >= timeout;
}
