namespace SqsIngestor.Pipeline.Batches;

/// <summary>What is known of a message while its batch is processed. Everything but the successes goes back to the queue.</summary>
internal enum MessageOutcome
{
    /// <summary>Nothing was sent: the time was up, or an earlier message of its FIFO group has failed.</summary>
    NotSent,

    /// <summary>Its rows are on their way.</summary>
    InFlight,

    /// <summary>It is the same message as an earlier one of the batch and shares its fate.</summary>
    Repeated,

    /// <summary>An earlier invocation sent its rows and did not learn what became of them.</summary>
    SentEarlier,

    /// <summary>Success: all its rows are durable, perhaps none because the mapping takes none of it.</summary>
    Acked,

    /// <summary>Success: its row is durable in the quarantine table.</summary>
    Quarantined,

    /// <summary>Success: the mapping leaves it out.</summary>
    Dropped,

    /// <summary>Success: this process had made its rows durable before.</summary>
    Deduplicated,

    /// <summary>The message is at fault: it cannot become rows, or the service refused one.</summary>
    RecordFailed,

    /// <summary>The stream or the credentials are at fault.</summary>
    StreamFailed,

    /// <summary>Its rows were not durable by the deadline, and may become so later.</summary>
    LateAcks,
}
