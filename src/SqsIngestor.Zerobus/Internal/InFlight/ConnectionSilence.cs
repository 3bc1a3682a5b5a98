namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// How long a connection has not been heard of. A process may have been frozen and its connection gone, so one that was silent
/// for long must prove itself at its next use, or is not used at all. Not thread-safe: its ledger's lock guards it.
/// </summary>
internal sealed class ConnectionSilence(ZerobusClientOptions options, TimeProvider clock)
{
    private DateTimeOffset _heardAt = clock.GetUtcNow();
    private bool _isSuspect;

    /// <summary>A new connection begins.</summary>
    public void Connected() => (_heardAt, _isSuspect) = (clock.GetUtcNow(), false);

    /// <summary>The service has answered.</summary>
    public void Heard(DateTimeOffset now) => _heardAt = now;

    /// <summary>Something is to be sent, and nothing is unacked.</summary>
    /// <returns>False if the connection was silent for too long; do not try it.</returns>
    public bool MayUse(DateTimeOffset now)
    {
        var silence = now - _heardAt;
        _isSuspect = silence >= options.SuspectAfter;
        return silence < options.DiscardAfter;
    }

    /// <summary>
    /// Whether the connection was silent for so long before this use that it must prove itself. Resets.
    /// </summary>
    public bool TakeSuspicion()
    {
        var suspect = _isSuspect;
        _isSuspect = false;
        return suspect;
    }
}
