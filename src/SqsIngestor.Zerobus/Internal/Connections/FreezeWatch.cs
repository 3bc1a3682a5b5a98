namespace SqsIngestor.Zerobus.Internal.Recovery;

/// <summary>
/// Notices that this process stood still while it waited for something, by a periodic look that came far too late. Lives only
/// as long as the wait.
/// </summary>
internal sealed class FreezeWatch : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly TimeSpan _suspectAfter;
    private readonly Action _thawed;
    private readonly ITimer _timer;
    private DateTimeOffset _lastLook;

    /// <summary>Begins to watch; <paramref name="thawed"/> is called each time the process goes on after a freeze.</summary>
    public FreezeWatch(TimeProvider clock, TimeSpan suspectAfter, Action thawed)
    {
        _clock = clock;
        _suspectAfter = suspectAfter;
        _thawed = thawed;
        _lastLook = clock.GetUtcNow();
        _timer = clock.CreateTimer(static watch => ((FreezeWatch)watch!).Look(), this, AckDeadline.Tick, AckDeadline.Tick);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var now = _clock.GetUtcNow();
        var late = now - _lastLook - AckDeadline.Tick;
        _lastLook = now;
        if (late >= _suspectAfter)
            _thawed();
    }
}
