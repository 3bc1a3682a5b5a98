using Microsoft.Extensions.Time.Testing;

namespace SqsIngestor.Tests.Shared;

/// <summary>
/// A fake clock that knows the timers of the code under test. It moves exactly to the next one that is due, and only while that
/// code waits for it, so what has passed in the end depends on no machine.
/// </summary>
internal sealed class DueClock : FakeTimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<DueTimer> _waiting = [];
    private TaskCompletionSource _changed = NewSignal();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new DueTimer(this, callback, state);
        timer.Start(base.CreateTimer(static timer => ((DueTimer)timer!).Fire(), timer, Timeout.InfiniteTimeSpan, period));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock from timer to timer until a task is done.</summary>
    /// <param name="done">What the test waits for.</param>
    /// <param name="longest">
    /// The longest wait to move for. Longer ones are limits that must not be reached while the code waits for something else.
    /// </param>
    /// <returns>How far the clock has moved.</returns>
    public async Task<TimeSpan> RunUntilAsync(Task done, TimeSpan longest)
    {
        var start = GetUtcNow();
        while (!done.IsCompleted)
        {
            DateTimeOffset? next;
            Task changed;
            lock (_gate)
            {
                next = _waiting.Where(timer => timer.Wait <= longest).Min(static timer => (DateTimeOffset?)timer.Due);
                changed = _changed.Task;
            }

            if (next is { } due)
                Advance(due - GetUtcNow());
            else
                await Task.WhenAny(done, changed).WaitAsync(Eventually.Patience);
        }

        return GetUtcNow() - start;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class DueTimer(DueClock clock, TimerCallback callback, object? state) : ITimer
    {
        private ITimer? _timer;
        private TimeSpan _period;

        public TimeSpan Wait { get; private set; }

        public DateTimeOffset Due { get; private set; }

        public void Start(ITimer timer) => _timer = timer;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._waiting.Remove(this);
                (Wait, _period, Due) = (dueTime, period, dueTime < TimeSpan.Zero ? default : clock.GetUtcNow() + dueTime);
                if (dueTime >= TimeSpan.Zero)
                    clock._waiting.Add(this);
            }

            var changed = _timer!.Change(dueTime, period);
            TaskCompletionSource signal;
            lock (clock._gate)
                (signal, clock._changed) = (clock._changed, NewSignal());
            signal.SetResult();
            return changed;
        }

        public void Fire()
        {
            lock (clock._gate)
            {
                if (_period > TimeSpan.Zero)
                    (Wait, Due) = (_period, Due + _period);
                else
                    clock._waiting.Remove(this);
            }

            callback(state);
        }

        public void Dispose()
        {
            Forget();
            _timer?.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Forget();
            return _timer?.DisposeAsync() ?? ValueTask.CompletedTask;
        }

        private void Forget()
        {
            lock (clock._gate)
                clock._waiting.Remove(this);
        }
    }
}
