using SqsIngestor.Pipeline.Configuration;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>A batch in numbers. Every message counts in one of the five: acked, quarantined, dropped, deduplicated, failed.</summary>
internal sealed record BatchResult
{
    /// <summary>Messages in the event.</summary>
    public int Received { get; init; }

    /// <summary>Messages whose rows are durable.</summary>
    public int Acked { get; init; }

    /// <summary>Messages that are rows of the quarantine table.</summary>
    public int Quarantined { get; init; }

    /// <summary>Messages that the mapping leaves out.</summary>
    public int Dropped { get; init; }

    /// <summary>Messages answered from the memory of earlier deliveries, or that stand in the batch twice.</summary>
    public int Deduplicated { get; init; }

    /// <summary>Messages that go back to the queue.</summary>
    public int Failed { get; init; }

    /// <summary>Rows that this batch made durable.</summary>
    public int Rows { get; init; }

    /// <summary>Bytes of the records that were sent.</summary>
    public long Bytes { get; init; }

    /// <summary>Time spent on encoding.</summary>
    public TimeSpan EncodeTime { get; init; }

    /// <summary>Half of the acked rows were known to be durable after this time, from their write; zero without rows.</summary>
    public TimeSpan AckLatencyMedian { get; init; }

    /// <summary>The longest such time.</summary>
    public TimeSpan AckLatencyMax { get; init; }

    /// <summary>Why the invocation fails as a whole; null when the partial batch response says it all.</summary>
    public FunctionException? Failure { get; init; }
}
