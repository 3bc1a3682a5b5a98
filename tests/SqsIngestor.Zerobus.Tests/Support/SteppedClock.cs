using Microsoft.Extensions.Time.Testing;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Zerobus.Tests.Support;

/// <summary>
/// A fake clock that knows the timers of the code under test, so that a test moves the clock only when that code waits for it.
/// Without this, a busy machine would let the clock run ahead of the code, and no upper bound would hold.
/// </summary>
internal sealed class SteppedClock : FakeTimeProvider
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TimeSpan, DateTimeOffset> _due = [];
    private long _stopped;

    public override long GetTimestamp() => base.GetTimestamp() - Interlocked.Read(ref _stopped);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (period == Timeout.InfiniteTimeSpan)
        {
            lock (_gate)
                _due[dueTime] = GetUtcNow() + dueTime;
        }

        return timer;
    }

    /// <summary>
    /// The process stands still: every timer of this time is late. Some machines stop the monotonic clock meanwhile.
    /// </summary>
    public void Freeze(TimeSpan time, bool stopsTimestamps)
    {
        if (stopsTimestamps)
            Interlocked.Add(ref _stopped, time.Ticks);
        Advance(time);
    }

    /// <summary>Waits until the code under test waits for this length of time.</summary>
    public Task WhenWaitingAsync(TimeSpan wait) => Eventually.HoldsAsync(() => IsWaiting(wait));

    /// <summary>
    /// Moves the clock by one wait at a time for code that waits for this length again and again, each time only once it waits.
    /// Ends when the condition holds or the clock has moved this far, and returns how far it has moved. When the code stops
    /// waiting, the condition must come to hold.
    /// </summary>
    public async Task<TimeSpan> StepAsync(TimeSpan wait, TimeSpan most, Func<bool> until)
    {
        var start = GetUtcNow();
        while (GetUtcNow() - start < most)
        {
            await Eventually.HoldsAsync(() => IsWaiting(wait) || until());
            if (until())
                break;
            Advance(wait);
        }

        return GetUtcNow() - start;
    }

    /// <summary>
    /// Moves the clock slowly until the task is done, for waits whose length does not matter. On a busy machine it moves further
    /// than needed, so a test must not assert how far.
    /// </summary>
    /// <param name="done">What the test waits for.</param>
    /// <param name="step">
    /// How far the clock moves every 5 ms of real time: so little that no time-out and no freeze comes up while a busy machine
    /// delays the code. Default 10 ms.
    /// </param>
    public async Task RunUntilAsync(Task done, TimeSpan? step = null)
    {
        using var patience = new CancellationTokenSource(Eventually.Patience);
        while (!done.IsCompleted && !patience.IsCancellationRequested)
        {
            Advance(step ?? TimeSpan.FromMilliseconds(10));
            await Task.WhenAny(done, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None));
        }

        await done.WaitAsync(Eventually.Patience);
    }

    private bool IsWaiting(TimeSpan wait)
    {
        lock (_gate)
            return _due.TryGetValue(wait, out var due) && due > GetUtcNow();
    }
}
