namespace SqsIngestor.Pipeline.Streams;

/// <summary>
/// How many rows of one table became durable within the last minute, by the second. Not thread-safe: the slot's lock guards it.
/// </summary>
internal sealed class RecentAcks(TimeProvider clock)
{
    private const int Seconds = 60;

    private readonly long _begun = clock.GetTimestamp();
    private readonly long[] _rows = new long[Seconds];
    private long _count;

    // The second of the newest acks.
    private long _last;

    /// <summary>How many there are.</summary>
    public long Count
    {
        get
        {
            ForgetOld();
            return _count;
        }
    }

    /// <summary>Rows became durable.</summary>
    public void Add(int rows)
    {
        ForgetOld();
        _rows[_last % Seconds] += rows;
        _count += rows;
    }

    private void ForgetOld()
    {
        var now = (long)clock.GetElapsedTime(_begun).TotalSeconds;
        for (var second = Math.Max(_last, now - Seconds) + 1; second <= now; second++)
        {
            _count -= _rows[second % Seconds];
            _rows[second % Seconds] = 0;
        }
        _last = Math.Max(_last, now);
    }
}
