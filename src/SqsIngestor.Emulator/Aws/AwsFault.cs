namespace SqsIngestor.Emulator.Aws;

/// <summary>An error of a local AWS service. Each service writes it in its own protocol.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The error, for instance <c>AccessDeniedException</c>.</param>
/// <param name="Message">Its text.</param>
internal sealed record AwsFault(int Status, string Code, string Message)
{
    /// <summary>The header Retry-After; null for none.</summary>
    public int? RetryAfterSeconds { get; init; }
}
