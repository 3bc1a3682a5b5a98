using System.Collections.Concurrent;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Zerobus.Tests.Support;

/// <summary>A fake clock whose timers may still call after their disposal, which does not wait for a call under way.</summary>
internal sealed class LateClock : QuietClock
{
    private readonly ConcurrentBag<Timer> _disposed = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(base.CreateTimer(callback, state, dueTime, period), () => callback(state), _disposed.Add);

    /// <summary>Lets every timer that was disposed so far call once more. Returns how many there were.</summary>
    public int CallDisposed()
    {
        var timers = _disposed.ToArray();
        Array.ForEach(timers, static timer => timer.Call());
        return timers.Length;
    }

    private sealed class Timer(ITimer inner, Action call, Action<Timer> disposed) : ITimer
    {
        public void Call() => call();

        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(dueTime, period);

        public void Dispose()
        {
            inner.Dispose();
            disposed(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
