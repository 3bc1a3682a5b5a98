using Microsoft.Extensions.Time.Testing;

namespace SqsIngestor.Tests.Shared;

/// <summary>
/// A fake clock that knows the timers of the code under test, so that a test moves the clock only when that code waits for it.
/// Without this, a busy machine would let the clock run ahead of the code, and no upper bound would hold.
/// </summary>
internal sealed class SteppedClock : QuietClock
{
    /// <summary>A clock that begins at the fixed moment of <see cref="FakeTimeProvider"/>.</summary>
    public SteppedClock()
    {
    }

    /// <summary>A clock that begins at a moment, for code whose peers compare it with theirs.</summary>
    public SteppedClock(DateTimeOffset start) : base(start)
    {
    }

    private readonly Lock _gate = new();
    private readonly Dictionary<TimeSpan, DateTimeOffset> _due = [];
    private readonly List<(TimeSpan Length, DateTimeOffset End)> _pauses = [];
    private long _stopped;

    public override long GetTimestamp() => base.GetTimestamp() - Interlocked.Read(ref _stopped);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (period == Timeout.InfiniteTimeSpan)
        {
            lock (_gate)
            {
                var end = GetUtcNow() + dueTime;
                _due[dueTime] = end;
                // A limit only ends something that takes too long, and a test does not wait for it unknowingly.
                if (state is not CancellationTokenSource)
                    _pauses.Add((dueTime, end));
            }
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
    /// Moves the clock to the end of each pause (<see cref="Task.Delay(TimeSpan, TimeProvider)"/>) of the code under test, until
    /// the task is done. Only pauses move the clock, so nothing else becomes late while a busy machine delays the code.
    /// </summary>
    /// <param name="done">What the test waits for.</param>
    /// <param name="longest">Longer pauses are left alone, such as the checks of limits. Default 100 ms.</param>
    public async Task RunUntilAsync(Task done, TimeSpan? longest = null)
    {
        var most = longest ?? TimeSpan.FromMilliseconds(100);
        while (!done.IsCompleted)
        {
            TimeSpan? pause = null;
            await Eventually.HoldsAsync(() => done.IsCompleted || (pause = NextPause(most)) is not null);
            if (pause is { } time)
                Advance(time);
        }

        await done;
    }

    /// <summary>The time until the first of the pauses ends; null if there is none.</summary>
    private TimeSpan? NextPause(TimeSpan most)
    {
        lock (_gate)
        {
            var now = GetUtcNow();
            _pauses.RemoveAll(pause => pause.End <= now);
            var pauses = _pauses.Where(pause => pause.Length <= most).Select(pause => pause.End - now).ToList();
            return pauses.Count == 0 ? null : pauses.Min();
        }
    }

    private bool IsWaiting(TimeSpan wait)
    {
        lock (_gate)
            return _due.TryGetValue(wait, out var due) && due > GetUtcNow();
    }
}
