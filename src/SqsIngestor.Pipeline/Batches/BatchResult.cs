using SqsIngestor.Pipeline.Errors;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// A batch in numbers. Every received message counts once: as acked, quarantined, dropped, deduplicated or failed.
/// </summary>
internal sealed record BatchResult
{
    /// <summary>Messages in the event.</summary>
    public int Received { get; init; }

    /// <summary>Messages whose rows are durable.</summary>
    public int Acked { get; init; }

    /// <summary>Messages whose row in the quarantine table is durable.</summary>
    public int Quarantined { get; init; }

    /// <summary>Messages that the mapping says to drop.</summary>
    public int Dropped { get; init; }

    /// <summary>Messages that an earlier delivery made durable, or that are in the batch twice.</summary>
    public int Deduplicated { get; init; }

    /// <summary>Messages returned to the queue.</summary>
    public int Failed { get; init; }

    /// <summary>Messages for which the mapping creates no row. They count as acked too.</summary>
    public int WithoutRow { get; init; }

    /// <summary>Rows that a policy of the mapping has skipped.</summary>
    public int SkippedRows { get; init; }

    /// <summary>Messages in which an object has a name twice that the mapping reads.</summary>
    public int DuplicateNames { get; init; }

    /// <summary>Rows that this batch made durable.</summary>
    public int Rows { get; init; }

    /// <summary>Bytes of the rows that were sent.</summary>
    public long Bytes { get; init; }

    /// <summary>Time spent on encoding.</summary>
    public TimeSpan EncodeTime { get; init; }

    /// <summary>Median time from a row's write to its ack; zero without rows.</summary>
    public TimeSpan AckLatencyMedian { get; init; }

    /// <summary>Longest time from a row's write to its ack; zero without rows.</summary>
    public TimeSpan AckLatencyMax { get; init; }

    /// <summary>Why the invocation fails as a whole; null if the partial batch response is the answer.</summary>
    public FunctionException? Failure { get; init; }
}
