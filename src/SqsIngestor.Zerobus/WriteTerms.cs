namespace SqsIngestor.Zerobus;

/// <summary>What a caller says about one write beyond its bytes. The default has no terms.</summary>
public readonly record struct WriteTerms
{
    /// <summary>
    /// From this time on, the client does not send the write, and does not send it again after a lost connection. It then ends
    /// with <see cref="ZerobusErrorCode.RecordWithdrawn"/>, unless the service has acked it. Use it if somebody else takes over
    /// what you could not deliver in time. Default null: the client sends it until the stream ends.
    /// </summary>
    /// <remarks>By the wall clock, so that it also passes while the process is frozen.</remarks>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>
    /// Writes with the same key become durable in the order in which they were written, without gaps: if the client gives one of
    /// them up, it withdraws those that follow, and refuses later ones, with <see cref="ZerobusErrorCode.RecordWithdrawn"/>. You
    /// can withdraw those that are not acked yourself, with <see cref="ZerobusStream.Withdraw"/>. Use a new key for each attempt
    /// to deliver a group. Default 0: no key.
    /// </summary>
    public long OrderingKey { get; init; }

    /// <summary>
    /// An earlier attempt ended with <see cref="ZerobusErrorCode.RecordSuspected"/>. If the service ends a connection on which
    /// this write is the only one, the client gives it up at once, without the proof of other acks. Write it when nothing else is
    /// in flight: then it costs two connections at most. Default false.
    /// </summary>
    public bool IsSuspect { get; init; }

    /// <summary>
    /// A number of yours, which <see cref="SentWrite.Tag"/> gives back when a persistent stream sends the write. The client does
    /// not look at it. Default 0.
    /// </summary>
    public int Tag { get; init; }

    /// <summary>Those of a write that must not be sent any more.</summary>
    internal static WriteTerms Withdrawn { get; } = new() { Expires = DateTimeOffset.MinValue };

    internal long ExpiresTicks => Expires?.UtcTicks ?? long.MaxValue;
}
