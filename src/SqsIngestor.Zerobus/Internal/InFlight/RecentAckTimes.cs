namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// How long the slowest ack of the last minutes took: a service that was slow once may be slow again. By the wall clock. Not
/// thread-safe: its ledger's lock guards it.
/// </summary>
internal sealed class RecentAckTimes
{
    /// <summary>An ack is known for this time at least, and for twice this time at most.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(2);

    private DateTimeOffset _since;
    private TimeSpan _slowest;

    // In the period before that one.
    private TimeSpan _slowestBefore;

    /// <summary>Something was acked.</summary>
    /// <param name="took">How long it has waited for the ack.</param>
    /// <param name="now">The time.</param>
    public void Add(TimeSpan took, DateTimeOffset now)
    {
        if (now - _since >= Period)
            (_slowestBefore, _slowest, _since) = (now - _since < 2 * Period ? _slowest : TimeSpan.Zero, TimeSpan.Zero, now);
        if (took > _slowest)
            _slowest = took;
    }

    /// <summary>How long the slowest took; zero if there was none.</summary>
    public TimeSpan Slowest(DateTimeOffset now)
    {
        var passed = now - _since;
        if (passed >= 2 * Period)
            return TimeSpan.Zero;
        return passed >= Period || _slowest > _slowestBefore ? _slowest : _slowestBefore;
    }
}
