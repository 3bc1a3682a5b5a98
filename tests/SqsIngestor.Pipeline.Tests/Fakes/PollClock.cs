using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests.Fakes;

/// <summary>
/// A fake clock that knows how many times batches have begun to wait for their next check. When it moves, checks come after all
/// other timers: a check and a deadline that are due in one step would run on two threads, in either order.
/// </summary>
internal sealed class PollClock : QuietClock
{
    private readonly Lock _gate = new();
    private readonly List<Action> _due = [];
    private bool _isMoving;
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
        var isCheck = dueTime == BatchChanges.PollInterval;
        var timer = base.CreateTimer(isCheck ? due => Run(() => callback(due)) : callback, state, dueTime, period);
        if (isCheck) Interlocked.Increment(ref _checks);
        return timer;
    }

    /// <summary>Moves the time on.</summary>
    public new void Advance(TimeSpan delta)
    {
        lock (_gate) _isMoving = true;
        base.Advance(delta);
        List<Action> due;
        lock (_gate)
        {
            (_isMoving, due) = (false, [.. _due]);
            _due.Clear();
        }
        due.ForEach(static check => check());
    }

    private void Run(Action check)
    {
        lock (_gate)
        {
            if (_isMoving)
            {
                _due.Add(check);
                return;
            }
        }
        check();
    }
}
