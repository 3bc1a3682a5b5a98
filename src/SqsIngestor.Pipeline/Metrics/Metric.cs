namespace SqsIngestor.Pipeline.Metrics;

/// <summary>One metric.</summary>
/// <param name="Name">As in CloudWatch.</param>
/// <param name="Unit">One of CloudWatch's units.</param>
/// <param name="Value">Takes it from an invocation.</param>
internal sealed record Metric(string Name, string Unit, Func<InvocationMetrics, double> Value)
{
    private const string Count = "Count";
    private const string Milliseconds = "Milliseconds";

    /// <summary>Every metric, in the order in which they are written.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        new("MessagesReceived", Count, static m => m.Batch.Received),
        new("RowsDurable", Count, static m => m.Batch.Rows),
        new("MessagesAcked", Count, static m => m.Batch.Acked),
        new("MessagesFailed", Count, static m => m.Batch.Failed),
        new("MessagesQuarantined", Count, static m => m.Batch.Quarantined),
        new("MessagesDropped", Count, static m => m.Batch.Dropped),
        new("MessagesDeduplicated", Count, static m => m.Batch.Deduplicated),
        new("RecordBytes", "Bytes", static m => m.Batch.Bytes),
        new("EncodeTime", Milliseconds, static m => m.Batch.EncodeTime.TotalMilliseconds),
        new("AckLatencyP50", Milliseconds, static m => m.Batch.AckLatencyMedian.TotalMilliseconds),
        new("AckLatencyMax", Milliseconds, static m => m.Batch.AckLatencyMax.TotalMilliseconds),
        new("StreamReopens", Count, static m => m.StreamReopens),
        new("LateAcks", Count, static m => m.LateAcks),
        new("ColdStart", Count, static m => m.ColdStart),
    ];
}
