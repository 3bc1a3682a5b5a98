namespace SqsIngestor.Zerobus.Tests.Support;

/// <summary>The system's clock, but the first single timer of one length throws: a bug in the code that waits for it.</summary>
internal sealed class FaultyClock(TimeSpan faulty) : TimeProvider
{
    private int _thrown;

    /// <summary>Whether the fault has struck.</summary>
    public bool HasThrown => Volatile.Read(ref _thrown) > 0;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        dueTime == faulty && period == Timeout.InfiniteTimeSpan && Interlocked.Exchange(ref _thrown, 1) == 0
            ? throw new InvalidOperationException("A fault for this test.")
            : base.CreateTimer(callback, state, dueTime, period);
}
