namespace SqsIngestor.Emulator.Nemesis.Recording;

/// <summary>What happened in a run, in order. Any thread may add to it.</summary>
internal sealed class History(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly List<HistoryEvent> _events = [];
    private readonly long _started = clock.GetTimestamp();

    /// <summary>The time since the start.</summary>
    public TimeSpan Now => clock.GetElapsedTime(_started);

    /// <summary>Everything up to now.</summary>
    public IReadOnlyList<HistoryEvent> Snapshot()
    {
        lock (_lock) return [.. _events];
    }

    /// <summary>Adds an event. Its time is the present.</summary>
    public void Add(Func<TimeSpan, HistoryEvent> at)
    {
        lock (_lock) _events.Add(at(Now));
    }
}
