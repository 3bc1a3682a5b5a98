namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// How long the rows of a batch took from their write to their ack. Of very many rows it keeps a part, evenly spread. Reused from
/// batch to batch; not thread-safe.
/// </summary>
internal sealed class AckLatencies
{
    private const int Most = 16_384;

    private long[] _ticks = new long[64];
    private int _count;
    private long _max;

    // One of so many rows is kept.
    private int _stride = 1;
    private int _skip;

    /// <summary>Begins the next batch.</summary>
    public void Clear() => (_count, _max, _stride, _skip) = (0, 0, 1, 0);

    /// <summary>A row was acked.</summary>
    public void Add(TimeSpan latency)
    {
        _max = Math.Max(_max, latency.Ticks);
        if (--_skip > 0) return;
        if (_count == Most) Thin();
        if (_count == _ticks.Length) Array.Resize(ref _ticks, _count * 2);
        _ticks[_count++] = latency.Ticks;
        _skip = _stride;
    }

    /// <summary>Median and maximum; zero if there are no rows. Sorts, so call it once, at the end of a batch.</summary>
    public (TimeSpan Median, TimeSpan Max) Summarize()
    {
        if (_count == 0) return default;
        var sorted = _ticks.AsSpan(0, _count);
        sorted.Sort();
        return (TimeSpan.FromTicks(sorted[(_count - 1) / 2]), TimeSpan.FromTicks(_max));
    }

    private void Thin()
    {
        for (var i = 0; i < Most / 2; i++) _ticks[i] = _ticks[i * 2];
        _count = Most / 2;
        _stride *= 2;
    }
}
