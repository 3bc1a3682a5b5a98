namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// Notices that this process stood still while it waited for something: a periodic check that comes far too late tells. Lives
/// only as long as the wait: once it is disposed, nothing is called any more.
/// </summary>
internal sealed class FreezeWatch : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly TimeSpan _suspectAfter;
    private readonly Action _resumed;
    private readonly ITimer _timer;
    private DateTimeOffset _lastCheck;
    private bool _disposed;

    /// <summary>Starts to watch.</summary>
    /// <param name="clock">Its wall clock must go on while the process stands still.</param>
    /// <param name="suspectAfter">How late a check must come to count as a freeze.</param>
    /// <param name="resumed">Called on a timer's thread each time the process goes on after a freeze. It may use what is disposed
    /// after this.</param>
    public FreezeWatch(TimeProvider clock, TimeSpan suspectAfter, Action resumed)
    {
        _clock = clock;
        _suspectAfter = suspectAfter;
        _resumed = resumed;
        _lastCheck = clock.GetUtcNow();
        _timer = clock.CreateTimer(static watch => ((FreezeWatch)watch!).Check(), this, AckDeadline.Tick, AckDeadline.Tick);
    }

    public void Dispose()
    {
        _timer.Dispose();
        // A timer that is disposed may still be calling.
        lock (_gate)
            _disposed = true;
    }

    private void Check()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            var now = _clock.GetUtcNow();
            var late = now - _lastCheck - AckDeadline.Tick;
            _lastCheck = now;
            if (late >= _suspectAfter)
                _resumed();
        }
    }
}
