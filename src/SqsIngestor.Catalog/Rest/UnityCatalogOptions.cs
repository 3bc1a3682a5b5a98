using System.Net;

namespace SqsIngestor.Catalog.Rest;

/// <summary>The address of the catalog, and the limits on waiting for it.</summary>
public sealed record UnityCatalogOptions
{
    /// <summary>
    /// The workspace, on any cloud: <c>https://dbc-….cloud.databricks.com</c>, <c>https://adb-….azuredatabricks.net</c>,
    /// <c>https://….gcp.databricks.com</c>.
    /// </summary>
    public required Uri WorkspaceUrl { get; init; }

    /// <summary>The limit on one request. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts per table if the error is transient. Default 3, at least 1.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>
    /// The pause before the second attempt, doubled per attempt and shortened by a random part of up to a half, and never shorter
    /// than a Retry-After header asks. Default 500 ms.
    /// </summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause. If Retry-After is longer, the client gives up. Default 10 s.</summary>
    public TimeSpan BackoffMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The addresses of a name; null asks the system. For tests.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>>? Resolver { get; init; }

    /// <summary>The value of an environment variable, or null. For tests.</summary>
    internal Func<string, string?> Variables { get; init; } = Environment.GetEnvironmentVariable;
}
