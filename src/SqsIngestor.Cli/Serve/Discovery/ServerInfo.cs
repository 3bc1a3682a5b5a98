using System.Text.Json.Serialization;

namespace SqsIngestor.Cli.Serve.Discovery;

/// <summary>The contents of the ready file: everything that a client of a running server needs.</summary>
internal sealed record ServerInfo
{
    private const int Current = 1;

    /// <summary>The version of this format. New members do not change it.</summary>
    public int Version { get; init; } = Current;

    /// <summary>The process of the server.</summary>
    public required int ProcessId { get; init; }

    /// <summary>DATABRICKS_HOST: tokens and Unity Catalog.</summary>
    public required Uri WorkspaceUrl { get; init; }

    /// <summary>ZEROBUS_ENDPOINT.</summary>
    public required Uri ZerobusEndpoint { get; init; }

    /// <summary>The workspace id for the resource of a token.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>The client id of the service principal.</summary>
    public required string ClientId { get; init; }

    /// <summary>The client secret of the service principal.</summary>
    public required string ClientSecret { get; init; }

    /// <summary>The certificate of the development CA; null without TLS.</summary>
    public string? CaFile { get; init; }

    /// <summary>The tables, as <c>catalog.schema.table</c>.</summary>
    public required IReadOnlyList<string> Tables { get; init; }

    /// <summary>The DuckDB file; null for memory.</summary>
    public string? Database { get; init; }

    /// <summary>Whether the server keeps rows.</summary>
    public required bool StoresRows { get; init; }

    /// <summary>The queue; null without a function.</summary>
    public QueueInfo? Queue { get; init; }

    /// <summary>The address for commands.</summary>
    public required ControlInfo Control { get; init; }

    /// <summary>The environment variables of a program that writes to this server.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>
    /// Whether a command can send requests. A file can have any content, null where a value is required too. A server is on this
    /// machine: a file of somebody else's project must not send messages elsewhere.
    /// </summary>
    [JsonIgnore]
    public bool IsUsable => Version == Current
        && Control is { Url: { IsAbsoluteUri: true, IsLoopback: true }, Token.Length: > 0 }
        && (Control.Url.Scheme == Uri.UriSchemeHttp || Control.Url.Scheme == Uri.UriSchemeHttps)
        && Control.Token.All(char.IsAsciiLetterOrDigit);
}

/// <summary>The queue of a server.</summary>
/// <param name="Arn">The ARN.</param>
/// <param name="IsFifo">Whether it is a FIFO queue.</param>
/// <param name="VisibilityTimeoutSeconds">How long a failed message stays hidden.</param>
/// <param name="MaxReceiveCount">How often a message is received before it goes to the dead-letter queue.</param>
internal sealed record QueueInfo(string Arn, bool IsFifo, double VisibilityTimeoutSeconds, int MaxReceiveCount);

/// <summary>The address of a server for commands, on loopback.</summary>
/// <param name="Url">The HTTP URL.</param>
/// <param name="Token">The bearer token.</param>
internal sealed record ControlInfo(Uri Url, string Token);
