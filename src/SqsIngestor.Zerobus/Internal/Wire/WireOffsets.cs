namespace SqsIngestor.Zerobus.Internal.Wire;

/// <summary>
/// Offsets of one connection: 0 for its first request, one more for each. Acks are cumulative, so it keeps only the last sent and
/// the last acked offset.
/// </summary>
internal sealed class WireOffsets
{
    /// <summary>The offset of the next request.</summary>
    public long Next { get; private set; }

    /// <summary>The highest acked offset; -1 before the first ack.</summary>
    public long Acked { get; private set; } = -1;

    /// <summary>Requests sent and not acked.</summary>
    public long Outstanding => Next - 1 - Acked;

    public void Reset()
    {
        Next = 0;
        Acked = -1;
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
