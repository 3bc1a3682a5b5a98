namespace SqsIngestor.Emulator.Lambda.EventSource;

/// <summary>How an <see cref="EventSourceMapping"/> makes batches. Every value has a default.</summary>
public sealed record EventSourceOptions
{
    /// <summary>The most messages of a standard queue in a batch.</summary>
    public const int MostMessages = 10_000;

    /// <summary>The most messages of a FIFO queue in a batch.</summary>
    public const int MostFifoMessages = 10;

    /// <summary>The most bytes of an event, 6 MB.</summary>
    public const int MostBytes = 6 * 1024 * 1024;

    /// <summary>The most messages of a batch, from 1 to 10,000, or 10 for FIFO queues. Default 10, as in Lambda.</summary>
    public int BatchSize { get; init; } = 10;

    /// <summary>How long to gather messages after the first one, up to 300 seconds. Default zero. Not for FIFO queues.</summary>
    public TimeSpan BatchingWindow { get; init; } = TimeSpan.Zero;

    /// <summary>Whether the response may name failed messages. Default true: ReportBatchItemFailures.</summary>
    public bool ReportBatchItemFailures { get; init; } = true;
}
