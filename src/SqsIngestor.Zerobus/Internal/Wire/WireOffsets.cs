namespace SqsIngestor.Zerobus.Internal.Wire;

/// <summary>
/// Offsets of one connection, one more for each request. They begin at 0 on every connection of an ephemeral stream; those of a
/// persistent stream go on where the service's last commit was. Acks are cumulative, so it keeps only the last sent and the last
/// acked offset.
/// </summary>
internal sealed class WireOffsets
{
    private long _first;

    /// <summary>The offset of the next request.</summary>
    public long Next { get; private set; }

    /// <summary>The highest acked offset; that before the first of the connection if nothing is acked on it.</summary>
    public long Acked { get; private set; } = -1;

    /// <summary>Whether anything was acked on this connection.</summary>
    public bool AnyAcked => Acked >= _first;

    /// <summary>Requests sent and not acked.</summary>
    public long Outstanding => Next - 1 - Acked;

    /// <summary>A connection begins.</summary>
    /// <param name="first">The offset of its first request.</param>
    public void Reset(long first = 0)
    {
        _first = Next = first;
        Acked = first - 1;
    }

    public long Take() => Next++;

    /// <summary>
    /// Takes an ack. Returns how many more requests it settles; 0 for a duplicate; null if it goes back, or beyond the last sent
    /// request, which violates the protocol.
    /// </summary>
    public long? Ack(long upTo)
    {
        if (upTo < Acked || upTo >= Next)
            return null;
        var settled = upTo - Acked;
        Acked = upTo;
        return settled;
    }
}
