namespace SqsIngestor.Zerobus.Recovery;

/// <summary>
/// Decides when a connection has been silent for too long. The clock starts when the oldest unacked request was sent and only
/// progress moves it: neither duplicate acks nor other frames do. A look that comes far too late means that this process was
/// frozen; the silence was then its own, so the connection gets one more short term instead. Pure: time is passed in.
/// </summary>
internal sealed class AckDeadline(TimeSpan timeout, TimeSpan suspectAfter, TimeSpan graceAfterFreeze)
{
    /// <summary>How often to look while something is unacked. A look later than this by the suspect time was frozen.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private DateTimeOffset _lastLook;
    private TimeSpan? _shortTermEnd;

    /// <summary>Watching begins: something is unacked from now on. After a long silence the first ack is due soon.</summary>
    public void Start(DateTimeOffset wall, TimeSpan now, bool suspect)
    {
        _lastLook = wall;
        _shortTermEnd = suspect ? now + graceAfterFreeze : null;
    }

    /// <summary>An ack settled something.</summary>
    public void Progress() => _shortTermEnd = null;

    /// <summary>True when the connection has to be given up.</summary>
    /// <param name="wall">The wall clock, which a frozen machine cannot stop.</param>
    /// <param name="now">Monotonic time, on the same scale as <paramref name="waitingSince"/>.</param>
    /// <param name="waitingSince">The later of the oldest unacked send and the last progress.</param>
    public bool IsOver(DateTimeOffset wall, TimeSpan now, TimeSpan waitingSince)
    {
        var late = wall - _lastLook - Tick;
        _lastLook = wall;
        if (late >= suspectAfter)
        {
            _shortTermEnd = now + graceAfterFreeze;
            return false;
        }

        if (_shortTermEnd is { } end)
            return now >= end;
        return now - waitingSince >= timeout;
    }
}
