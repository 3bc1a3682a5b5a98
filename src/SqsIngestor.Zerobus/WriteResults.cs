namespace SqsIngestor.Zerobus;

/// <summary>Progress of a stream: everything up to and including <paramref name="UpToOffset"/> is settled.</summary>
/// <param name="UpToOffset">The caller's offset, as the write returned it.</param>
/// <param name="RecordCount">How many records became durable with this event.</param>
/// <param name="Refused">Set if the write at this offset did not become durable as a whole; null if all of it is durable.</param>
public readonly record struct AckEvent(long UpToOffset, int RecordCount, RefusedWrite? Refused);

/// <summary>Records of one write that did not become durable, while the stream continues.</summary>
/// <param name="Offset">The offset that the write returned.</param>
/// <param name="Indexes">
/// Positions within that write of the records that did not become durable, ascending; a single write has only 0.
/// </param>
/// <param name="RecordCount">The number of records of the write. Those not in <paramref name="Indexes"/> are durable.</param>
/// <param name="Reason">
/// The service's own message. It may quote the record, so this library puts it into no log and no exception message.
/// </param>
public sealed record RefusedWrite(long Offset, IReadOnlyList<int> Indexes, int RecordCount, string Reason)
{
    /// <summary>
    /// <see cref="ZerobusErrorCode.RecordRefused"/>: the service refused the records.
    /// <see cref="ZerobusErrorCode.RecordSuspected"/>: connections ended with this write, so the client stopped sending it.
    /// <see cref="ZerobusErrorCode.RecordWithdrawn"/>: its <see cref="WriteTerms"/> ended it. With the last two,
    /// <see cref="Indexes"/> also has the records of a batch that the service refused before.
    /// </summary>
    public ZerobusErrorCode Code { get; init; } = ZerobusErrorCode.RecordRefused;

    /// <summary>
    /// With <see cref="ZerobusErrorCode.RecordRefused"/>: whether a connection that had acked others ended with the refusal while
    /// this record was its only one without an ack; for a batch, whether that holds for each record in <see cref="Indexes"/>. If
    /// not, the service, or the part of it behind these connections, may have refused any record.
    /// </summary>
    public bool HasAcksBefore { get; init; }
}

/// <summary>What a connection waits for.</summary>
/// <param name="Offset">The offset of the oldest write that it has not acked.</param>
/// <param name="Waited">How long it has acked nothing since that write was sent on it.</param>
public readonly record struct AwaitedAck(long Offset, TimeSpan Waited)
{
    /// <summary>
    /// The newest write that waits behind it, with another ordering key or none, and that nobody has given up;
    /// <see cref="Offset"/> if there is none. A write that waits for room counts with the offset that it will get.
    /// </summary>
    public long NewestBehind { get; init; } = Offset;

    /// <summary>
    /// How long the connection may ack nothing before <see cref="ZerobusStream.RenewConnection"/> replaces it.
    /// </summary>
    public TimeSpan Patience { get; init; } = ZerobusStream.RenewalPatience;

    /// <summary>
    /// How long the slowest ack of the last two to four minutes took, from the send on its connection, up to
    /// <see cref="ZerobusClientOptions.AckTimeout"/>. Zero if there was none.
    /// </summary>
    public TimeSpan SlowestAck { get; init; }
}

/// <summary>A write that is not known to be durable. Write it to another stream to replay it.</summary>
/// <param name="Offset">The offset that the write returned.</param>
/// <param name="IsBatch">True when it was written as a batch.</param>
/// <param name="Records">The records in order: copies that stay valid after the stream is gone. Records of a batch that are
/// already settled are left out.</param>
public sealed record UnackedWrite(long Offset, bool IsBatch, IReadOnlyList<ReadOnlyMemory<byte>> Records)
{
    /// <summary>The terms to write it again with.</summary>
    internal WriteTerms Terms { get; init; }
}
