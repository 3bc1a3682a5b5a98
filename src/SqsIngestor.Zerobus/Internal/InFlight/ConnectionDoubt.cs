namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// Whether to replace a connection that lives and acks nothing: the owner of the stream has given up writes on it, wants a new
/// connection, and no ack came for long. How long that is doubles with each connection that is replaced in vain, because acks
/// that are only slow must come before the next replacement. Not thread-safe: its ledger's lock guards it.
/// </summary>
/// <param name="most">The longest wait: the time after which a connection is given up in any case.</param>
internal sealed class ConnectionDoubt(TimeSpan most)
{
    /// <summary>How long a connection may ack nothing before it is replaced for the first time.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromSeconds(4);

    private TimeSpan _patience = Least;
    private bool _hasGivenUp;
    private bool _isWanted;

    /// <summary>A write that is on the connection was given up.</summary>
    public void GaveUp() => _hasGivenUp = true;

    /// <summary>The owner wants a new connection if writes on this one were given up.</summary>
    public void Want() => _isWanted = _hasGivenUp;

    /// <summary>Whether to replace the connection.</summary>
    /// <param name="waited">How long the oldest unacked write has waited without any ack.</param>
    public bool IsDue(TimeSpan waited) => _isWanted && waited >= (_patience < most ? _patience : most);

    /// <summary>Something was acked.</summary>
    public void Progress() => (_hasGivenUp, _isWanted, _patience) = (false, false, Least);

    /// <summary>The connection was replaced because it was due.</summary>
    public void Renewed() => _patience = _patience < most ? 2 * _patience : most;

    /// <summary>A new connection begins.</summary>
    public void Connected() => (_hasGivenUp, _isWanted) = (false, false);
}
