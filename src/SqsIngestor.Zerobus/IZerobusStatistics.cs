namespace SqsIngestor.Zerobus;

/// <summary>
/// Receives what each request, each open and each reopen cost, for an exporter of your own; see
/// <see cref="ZerobusClientOptions.Statistics"/>. Calls come from the threads that serve the connections: those about the
/// requests of one stream come one at a time, all others can come at the same time, so an implementation is safe for use by
/// several threads. A call must be quick, because the stream reads no acks meanwhile; the client holds no lock during it. An
/// exception is ignored; the first one of a client is logged.
/// </summary>
public interface IZerobusStatistics
{
    /// <summary>A request is settled: a record, or a batch. Of one stream, they come in the order of their offsets.</summary>
    /// <param name="request">What became of it.</param>
    void RequestEnded(in ZerobusRequestStatistics request);

    /// <summary>
    /// An attempt to open a connection is over, the first one of a stream or a later one. One that the caller cancels is not
    /// reported.
    /// </summary>
    /// <param name="open">How it ended.</param>
    void OpenEnded(in ZerobusOpenStatistics open);

    /// <summary>A stream has another connection than before.</summary>
    /// <param name="reopen">Why.</param>
    void StreamReopened(in ZerobusReopenStatistics reopen);
}

/// <summary>What became of one request. Times are by the monotonic clock.</summary>
public readonly record struct ZerobusRequestStatistics
{
    /// <summary>The table.</summary>
    public required ZerobusTableName Table { get; init; }

    /// <summary>The service's id of the stream on whose connection the request was settled.</summary>
    public required string StreamId { get; init; }

    /// <summary>The offset that the write returned.</summary>
    public required long Offset { get; init; }

    /// <summary>The records of the request; 1 unless it is a batch.</summary>
    public required int Records { get; init; }

    /// <summary>The bytes of the records; in a batch, each record with its tag and length.</summary>
    public required int Bytes { get; init; }

    /// <summary>
    /// From the acceptance of the write to the send that settled it, so a request that was sent again counts the time on earlier
    /// connections here. The time for which a write waited for room is not in it. Null if it was never sent.
    /// </summary>
    public required TimeSpan? Wait { get; init; }

    /// <summary>From that send to the ack. Null unless the outcome is <see cref="ZerobusRequestOutcome.Durable"/>.</summary>
    public required TimeSpan? AckLatency { get; init; }

    /// <summary>What became of it.</summary>
    public required ZerobusRequestOutcome Outcome { get; init; }
}

/// <summary>What became of a request.</summary>
public enum ZerobusRequestOutcome
{
    /// <summary>All of its records are durable.</summary>
    Durable = 1,

    /// <summary>The service refused it, or at least one record of a batch; the others are durable.</summary>
    Refused,

    /// <summary>Connections ended with it and with no other, so the client gave it up.</summary>
    Suspected,

    /// <summary>Its <see cref="WriteTerms"/> ended it.</summary>
    Withdrawn,

    /// <summary>The stream failed or was aborted before. It may be durable.</summary>
    Unsettled,
}

/// <summary>How an attempt to open a connection ended.</summary>
public readonly record struct ZerobusOpenStatistics
{
    /// <summary>The table.</summary>
    public required ZerobusTableName Table { get; init; }

    /// <summary>The id that the service gave the stream; empty if it did not open.</summary>
    public required string StreamId { get; init; }

    /// <summary>
    /// How long it took, from the token to the service's reply. The pause that <see cref="ZerobusClientOptions.OpensPerMinute"/>
    /// demands before it is not in it.
    /// </summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Why it failed; null if it succeeded.</summary>
    public required ZerobusErrorCode? Error { get; init; }

    /// <summary>Whether the stream had a connection before.</summary>
    public required bool IsReopen { get; init; }
}

/// <summary>A stream that has another connection than before.</summary>
public readonly record struct ZerobusReopenStatistics
{
    /// <summary>The table.</summary>
    public required ZerobusTableName Table { get; init; }

    /// <summary>The service's id of the new connection.</summary>
    public required string StreamId { get; init; }

    /// <summary>The service's id of the connection that ended.</summary>
    public required string PreviousStreamId { get; init; }

    /// <summary>Why that connection ended.</summary>
    public required ZerobusReopenCause Cause { get; init; }
}

/// <summary>Why a connection was replaced.</summary>
public enum ZerobusReopenCause
{
    /// <summary>The service, or the network, ended it with a status other than OK.</summary>
    Status = 1,

    /// <summary>The service ended it with OK.</summary>
    ServerEnded,

    /// <summary>No ack came within <see cref="ZerobusClientOptions.AckTimeout"/>, or the connection was found dead.</summary>
    Silence,

    /// <summary>The service answered outside its protocol.</summary>
    Violation,

    /// <summary>The service announced that it closes the stream.</summary>
    CloseSignal,

    /// <summary>It was silent for <see cref="ZerobusClientOptions.DiscardAfter"/>.</summary>
    Discarded,

    /// <summary>The owner asked for it with <see cref="ZerobusStream.RenewConnection"/>.</summary>
    Renewed,

    /// <summary>The service refused a record, and the client looks for it.</summary>
    Isolation,
}
