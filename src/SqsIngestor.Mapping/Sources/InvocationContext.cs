namespace SqsIngestor.Mapping.Sources;

/// <summary>What <c>$.meta</c> says of the invocation. Read once per invocation, so that all its rows agree.</summary>
public sealed record InvocationContext
{
    /// <summary>The invocation's clock, read once.</summary>
    public required DateTimeOffset IngestTime { get; init; }

    /// <summary>Microseconds from the epoch to <see cref="IngestTime"/>; digits past the microsecond are cut.</summary>
    internal long IngestMicroseconds => (IngestTime.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
