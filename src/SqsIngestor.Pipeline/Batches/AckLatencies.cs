namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// How long the rows of a batch took from their write to their ack. Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class AckLatencies
{
    private long[] _ticks = new long[64];
    private int _count;

    /// <summary>Begins the next batch.</summary>
    public void Clear() => _count = 0;

    /// <summary>A row was acked.</summary>
    public void Add(TimeSpan latency)
    {
        if (_count == _ticks.Length) Array.Resize(ref _ticks, _count * 2);
        _ticks[_count++] = latency.Ticks;
    }

    /// <summary>Median and maximum; zero if there are no rows. Sorts, so call it once, at the end of a batch.</summary>
    public (TimeSpan Median, TimeSpan Max) Summarize()
    {
        if (_count == 0) return default;
        var sorted = _ticks.AsSpan(0, _count);
        sorted.Sort();
        return (TimeSpan.FromTicks(sorted[(_count - 1) / 2]), TimeSpan.FromTicks(sorted[^1]));
    }
}
