using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests.Fakes;

/// <summary>A fake clock that knows how many times batches have begun to wait for their next check.</summary>
internal sealed class PollClock : QuietClock
{
    private int _checks;

    /// <summary>Runs whenever somebody takes the time to measure how long something lasts.</summary>
    public Action? Measuring { get; set; }

    public int Checks => Volatile.Read(ref _checks);

    public override long GetTimestamp()
    {
        Measuring?.Invoke();
        return base.GetTimestamp();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime == BatchChanges.PollInterval) Interlocked.Increment(ref _checks);
        return timer;
    }
}
