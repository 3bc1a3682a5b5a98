namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// What is known of a message while its batch is processed. Acked, Quarantined, Dropped and Deduplicated are successes; every
/// other message is returned to the queue. <see cref="MessageLedger"/> has the transitions.
/// </summary>
internal enum MessageOutcome
{
    /// <summary>Not sent yet. At the end: the deadline passed, or an earlier message of its FIFO group, or the message
    /// that it duplicates, failed.</summary>
    NotSent,

    /// <summary>Its rows are sent and not acked.</summary>
    InFlight,

    /// <summary>An earlier message of the batch is the same message; it will share its outcome.</summary>
    DuplicateInBatch,

    /// <summary>Another invocation sent its rows, or is about to, and they were not acked when this one asked.</summary>
    SentEarlier,

    /// <summary>Success: all its rows are durable. It can have none, if the mapping makes no row of it.</summary>
    Acked,

    /// <summary>Success: its row in the quarantine table is durable.</summary>
    Quarantined,

    /// <summary>Success: the mapping says to drop it.</summary>
    Dropped,

    /// <summary>Success: this process made its rows durable before.</summary>
    Deduplicated,

    /// <summary>The message is at fault: it cannot become rows, or the service refused one.</summary>
    RecordFailed,

    /// <summary>The stream or the credentials are at fault.</summary>
    StreamFailed,

    /// <summary>Its rows were not acked by the deadline and may become durable later.</summary>
    AckPending,
}
