namespace SqsIngestor.Pipeline.Batches;

/// <summary>How long the rows of a batch took from their write until they were known to be durable. Reused from batch to batch.</summary>
internal sealed class AckLatencies
{
    private long[] _ticks = new long[64];
    private int _count;

    public void Clear() => _count = 0;

    public void Add(TimeSpan latency)
    {
        if (_count == _ticks.Length) Array.Resize(ref _ticks, _count * 2);
        _ticks[_count++] = latency.Ticks;
    }

    /// <summary>Median and maximum; zero when there are none. Sorts, so it is for the end of a batch.</summary>
    public (TimeSpan Median, TimeSpan Max) Summarize()
    {
        if (_count == 0) return default;
        var sorted = _ticks.AsSpan(0, _count);
        sorted.Sort();
        return (TimeSpan.FromTicks(sorted[(_count - 1) / 2]), TimeSpan.FromTicks(sorted[^1]));
    }
}
