namespace SqsIngestor.Zerobus;

/// <summary>
/// What the service says about a failure in a form for programs: <c>google.rpc.ErrorInfo</c> in the trailer
/// <c>grpc-status-details-bin</c>. It holds constants and the name of a column, and nothing of a record. Immutable.
/// </summary>
public sealed record ZerobusServiceError
{
    /// <summary>The reason of a refusal because schema and table do not fit.</summary>
    public const string SchemaValidationFailed = "SCHEMA_VALIDATION_FAILED";

    /// <summary>The reason, a constant in upper case such as <c>SCHEMA_VALIDATION_FAILED</c>; empty if there is none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The service's own number of the error, such as 8001; null if there is none.</summary>
    public int? Code { get; init; }

    /// <summary>
    /// Constants that say more, in the order of the service, such as <c>FIELD_NOT_IN_TABLE</c>, <c>MISSING_REQUIRED_COLUMN</c>,
    /// <c>FIELD_OUT_OF_ORDER</c>, <c>TYPE_INCOMPATIBLE</c> or <c>FIELD_COUNT_MISMATCH</c>; empty if there is none.
    /// </summary>
    public IReadOnlyList<string> Causes { get; init; } = [];

    /// <summary>
    /// The column that the service names; null if it names none, and null once the stream has been open: a JSON record can bring
    /// names of its own.
    /// </summary>
    public string? Column { get; init; }
}
