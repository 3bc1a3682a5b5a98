namespace SqsIngestor.Zerobus;

/// <summary>
/// What the service says about a failure in a form for programs: <c>google.rpc.ErrorInfo</c> in the trailer
/// <c>grpc-status-details-bin</c>. Only what has the form of a constant, of a number or of a column's name is kept, so that a
/// service that quotes a record there does not bring it into a log. Immutable.
/// </summary>
public sealed record ZerobusServiceError
{
    /// <summary>The reason of a refusal because schema and table do not fit.</summary>
    public const string SchemaValidationFailed = "SCHEMA_VALIDATION_FAILED";

    /// <summary>
    /// The reason with which the local Databricks ends a persistent stream that another connection has resumed. What the service
    /// sends is not public.
    /// </summary>
    public const string StreamTakenOver = "STREAM_TAKEN_OVER";

    /// <summary>The reason, a constant in upper case such as <c>SCHEMA_VALIDATION_FAILED</c>; empty if there is none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The service's own number of the error, such as 8001; null if there is none.</summary>
    public int? Code { get; init; }

    /// <summary>
    /// Constants that say more, in the order of the service. Those that are known: <c>FIELD_NOT_IN_TABLE</c>,
    /// <c>MISSING_REQUIRED_COLUMN</c>, <c>FIELD_OUT_OF_ORDER</c>, <c>TYPE_INCOMPATIBLE</c> and <c>FIELD_COUNT_MISMATCH</c>;
    /// others are dropped. Empty if there is none.
    /// </summary>
    public IReadOnlyList<string> Causes { get; init; } = [];

    /// <summary>
    /// The column that the service names; null if it names none, and null once the stream has been open: a JSON record can bring
    /// names of its own.
    /// </summary>
    public string? Column { get; init; }
}
