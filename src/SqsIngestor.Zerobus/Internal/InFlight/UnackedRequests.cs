using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// The requests that the present connection has sent and that have no ack, and how long they have waited. Not thread-safe: its
/// ledger's lock guards it.
/// </summary>
internal sealed class UnackedRequests(InFlightBuffer buffer, WireOffsets wire, RecordSearch search, TimeProvider clock)
{
    // The write that was the next to be sent when the last ack came.
    private long _nextAtLastAck;

    public bool Any => IsConnected && wire.Outstanding > 0;

    /// <summary>
    /// Whether a connection can ack something. Without one, a persistent stream still knows what the last one has sent: the next
    /// one says what of it is durable.
    /// </summary>
    public bool IsConnected { get; set; } = true;

    /// <summary>The offset of the oldest; only while there is one.</summary>
    public long Oldest
    {
        get
        {
            var offset = buffer.Head;
            while (buffer[offset].Wire < 0)
                offset++;
            return offset;
        }
    }

    /// <summary>Records sent on this connection and unacked: those that may become durable twice if it ends now.</summary>
    public int Records
    {
        get
        {
            if (search.InsideHead)
                return Any ? search.Window : 0;
            var records = 0;
            for (var offset = buffer.Head; offset < buffer.Sent; offset++)
                records += buffer[offset].Wire >= 0 ? buffer[offset].Records : 0;
            return records;
        }
    }

    /// <summary>Since when the oldest unacked request has waited without progress, as a time stamp.</summary>
    public long WaitingSince => Any ? Math.Max(buffer[Oldest].SentAt, LastAckAt) : clock.GetTimestamp();

    /// <summary>What the connection waits for; null if nothing that it has sent is unacked.</summary>
    public AwaitedAck? Awaited => Any
        ? new(Oldest, clock.GetElapsedTime(WaitingSince)) { NewestBehind = NewestBehind(Oldest) }
        : null;

    /// <summary>When the last ack with progress came, as a time stamp.</summary>
    public long LastAckAt { get; private set; }

    /// <summary>How long the oldest write that the last ack settled has waited for it.</summary>
    public TimeSpan LastAckTook { get; private set; }

    /// <summary>Whether a write was already sent when the last ack of this connection came.</summary>
    public bool WasSentAtLastAck(long offset) => wire.AnyAcked && offset < _nextAtLastAck;

    /// <summary>An ack with progress has come; its writes are not settled yet.</summary>
    public void Acked()
    {
        LastAckAt = clock.GetTimestamp();
        _nextAtLastAck = buffer.Sent;
        LastAckTook = clock.GetElapsedTime(buffer[Oldest].SentAt, LastAckAt);
    }

    // Only rows of the same ordering key, or that were given up, are passed over.
    private long NewestBehind(long offset)
    {
        var key = buffer[offset].Key;
        for (var other = buffer.Tail - 1; other > offset; other--)
        {
            ref var write = ref buffer[other];
            if (write is { GivenUp: false, Withdrawn: false } && (key == 0 || write.Key != key))
                return other;
        }
        return offset;
    }
}
