namespace SqsIngestor.Zerobus.Internal.Recovery;

/// <summary>At most so many opens within any minute.</summary>
internal sealed class OpenBudget(int most, TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Queue<long> _opens = new();

    /// <summary>Takes one open; false when the minute's are used up.</summary>
    public bool TryTake()
    {
        while (_opens.TryPeek(out var oldest) && clock.GetElapsedTime(oldest) >= Window)
            _opens.Dequeue();
        if (_opens.Count >= most)
            return false;
        _opens.Enqueue(clock.GetTimestamp());
        return true;
    }
}
