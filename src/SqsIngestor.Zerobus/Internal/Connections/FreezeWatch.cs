namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// Notices that this process stood still while it waited for something: a periodic check that comes far too late tells. Lives
/// only as long as the wait.
/// </summary>
internal sealed class FreezeWatch : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly TimeSpan _suspectAfter;
    private readonly Action _resumed;
    private readonly ITimer _timer;
    private DateTimeOffset _lastCheck;

    /// <summary>Starts to watch.</summary>
    /// <param name="clock">Its wall clock must go on while the process stands still.</param>
    /// <param name="suspectAfter">How late a check must come to count as a freeze.</param>
    /// <param name="resumed">Called on a timer's thread each time the process goes on after a freeze.</param>
    public FreezeWatch(TimeProvider clock, TimeSpan suspectAfter, Action resumed)
    {
        _clock = clock;
        _suspectAfter = suspectAfter;
        _resumed = resumed;
        _lastCheck = clock.GetUtcNow();
        _timer = clock.CreateTimer(static watch => ((FreezeWatch)watch!).Check(), this, AckDeadline.Tick, AckDeadline.Tick);
    }

    public void Dispose() => _timer.Dispose();

    private void Check()
    {
        var now = _clock.GetUtcNow();
        var late = now - _lastCheck - AckDeadline.Tick;
        _lastCheck = now;
        if (late >= _suspectAfter)
            _resumed();
    }
}
