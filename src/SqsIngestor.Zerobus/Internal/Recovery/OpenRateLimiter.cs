namespace SqsIngestor.Zerobus.Internal.Recovery;

/// <summary>Allows a number of opens within any minute. Not thread-safe.</summary>
internal sealed class OpenRateLimiter(int opensPerMinute, TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Queue<long> _opens = new();

    /// <summary>Takes one open; false when those of the last minute are used up.</summary>
    public bool TryTake()
    {
        while (_opens.TryPeek(out var oldest) && clock.GetElapsedTime(oldest) >= Window)
            _opens.Dequeue();
        if (_opens.Count >= opensPerMinute)
            return false;
        _opens.Enqueue(clock.GetTimestamp());
        return true;
    }
}
