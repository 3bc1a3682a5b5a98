using SqsIngestor.Pipeline.Batches;

namespace SqsIngestor.Pipeline.Metrics;

/// <summary>The numbers behind the metrics of one invocation.</summary>
/// <param name="Batch">The batch in numbers.</param>
/// <param name="StreamReopens">Connections that were replaced since the last invocation.</param>
/// <param name="LateAcks">Messages of earlier invocations whose rows became durable after they were reported as failed.</param>
/// <param name="ColdStart">1 for the first invocation of a process, 0 for the others.</param>
/// <param name="HasFailed">Whether the invocation failed as a whole.</param>
internal readonly record struct InvocationMetrics(
    BatchResult Batch, int StreamReopens, int LateAcks, int ColdStart, bool HasFailed);

/// <summary>One metric: a row of the reference of metrics.</summary>
/// <param name="Name">The name in CloudWatch.</param>
/// <param name="Unit">A unit of CloudWatch.</param>
/// <param name="Meaning">What it counts in one invocation, as a phrase.</param>
/// <param name="Value">Its value in an invocation.</param>
internal sealed record Metric(string Name, string Unit, string Meaning, Func<InvocationMetrics, double> Value)
{
    /// <summary>
    /// It counts one of the ways in which messages end. Each message ends in one way, so <see cref="Received"/> is the sum of
    /// these.
    /// </summary>
    public bool IsOutcome { get; private init; }

    /// <summary>The namespace of the metrics in CloudWatch.</summary>
    public const string Namespace = "SqsIngestor";

    /// <summary>The dimension that names the function.</summary>
    public const string FunctionName = "FunctionName";

    /// <summary>The dimension of <see cref="InvocationErrors"/> that names the error type, without <c>Function.</c>.</summary>
    public const string ErrorType = "ErrorType";

    /// <summary>The property that names the table; several tables are joined by commas.</summary>
    public const string TableName = "TableName";

    private const string Count = "Count";
    private const string Milliseconds = "Milliseconds";

    /// <summary>The dimensions under which CloudWatch stores every metric. Each further set would cost as much again.</summary>
    public static IReadOnlyList<string> Dimensions { get; } = [FunctionName];

    /// <summary>The dimensions under which CloudWatch also stores <see cref="InvocationErrors"/> of an invocation that
    /// failed.</summary>
    public static IReadOnlyList<string> ErrorDimensions { get; } = [FunctionName, ErrorType];

    /// <summary>Invocations that failed, and starts.</summary>
    public static Metric InvocationErrors { get; } = new(
        "InvocationErrors", Count,
        "1 if the invocation failed as a whole; a start that fails writes a line with this metric only",
        static m => m.HasFailed ? 1 : 0);

    /// <summary>Messages of an event.</summary>
    public static Metric Received { get; } =
        new("MessagesReceived", Count, "messages in the event", static m => m.Batch.Received);

    /// <summary>Every metric, in the order in which they are written.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        Received,
        new("RowsDurable", Count, "rows that became durable", static m => m.Batch.Rows),
        new("MessagesAcked", Count, "messages whose rows are durable", static m => m.Batch.Acked) { IsOutcome = true },
        new("MessagesFailed", Count, "messages returned to the queue", static m => m.Batch.Failed) { IsOutcome = true },
        new("MessagesQuarantined", Count, "messages whose row in the quarantine table is durable",
            static m => m.Batch.Quarantined) { IsOutcome = true },
        new("MessagesDropped", Count, "messages that the mapping says to drop", static m => m.Batch.Dropped)
        {
            IsOutcome = true,
        },
        new("MessagesDeduplicated", Count, "messages that an earlier delivery made durable, or that are in the batch twice",
            static m => m.Batch.Deduplicated) { IsOutcome = true },
        new(
            "MessagesWithoutRow", Count,
            "messages for which the mapping creates no row, such as an `explode` over an empty array; they count as acked",
            static m => m.Batch.WithoutRow),
        new("RowsSkipped", Count, "rows that a policy of the mapping skips (`skip_row`)", static m => m.Batch.SkippedRows),
        new(
            "DuplicateNames", Count,
            "messages in which an object has a name twice that the mapping reads; the last value is used",
            static m => m.Batch.DuplicateNames),
        new("RecordBytes", "Bytes", "bytes of the rows that were sent", static m => m.Batch.Bytes),
        new("EncodeTime", Milliseconds, "time spent on encoding", static m => m.Batch.EncodeTime.TotalMilliseconds),
        new(
            "AckLatencyP50", Milliseconds, "median time from a row's write to its ack; rows of one message that follow each "
            + "other count from the first, and of more than 16,384 rows a sample counts",
            static m => m.Batch.AckLatencyMedian.TotalMilliseconds),
        new(
            "AckLatencyMax", Milliseconds, "longest time from a row's write to its ack; rows of one message that follow each "
            + "other count from the first",
            static m => m.Batch.AckLatencyMax.TotalMilliseconds),
        new("StreamReopens", Count, "connections that were replaced since the last invocation", static m => m.StreamReopens),
        new("LateAcks", Count, "messages of earlier invocations whose rows became durable after they were reported as failed",
            static m => m.LateAcks),
        new("ColdStart", Count, "1 for the first invocation of a process", static m => m.ColdStart),
        InvocationErrors,
    ];
}
