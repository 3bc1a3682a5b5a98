namespace SqsIngestor.Pipeline.Batches;

/// <summary>How failed messages are reported: DELIVERY_REPORT.</summary>
internal enum DeliveryReport
{
    /// <summary><c>partial</c>: by their ids. The event source mapping must have ReportBatchItemFailures.</summary>
    Partial,

    /// <summary><c>throw</c>: any failure fails the invocation, and the whole batch comes back.</summary>
    Throw,
}
