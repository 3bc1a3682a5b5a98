namespace SqsIngestor.Cli.Serve.Discovery;

/// <summary>What a client of a running server needs: the ready file.</summary>
internal sealed record ServerInfo
{
    /// <summary>The version of this form. Members are added without a new one.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The process of the server.</summary>
    public required int ProcessId { get; init; }

    /// <summary>DATABRICKS_HOST: tokens and Unity Catalog.</summary>
    public required Uri WorkspaceUrl { get; init; }

    /// <summary>ZEROBUS_ENDPOINT.</summary>
    public required Uri ZerobusEndpoint { get; init; }

    /// <summary>The workspace id that a token's resource names.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>The service principal.</summary>
    public required string ClientId { get; init; }

    /// <summary>Its secret.</summary>
    public required string ClientSecret { get; init; }

    /// <summary>The certificate authority to trust, or null without TLS.</summary>
    public string? CaFile { get; init; }

    /// <summary>The tables, <c>catalog.schema.table</c>.</summary>
    public required IReadOnlyList<string> Tables { get; init; }

    /// <summary>The DuckDB file, or null for memory.</summary>
    public string? Database { get; init; }

    /// <summary>Whether rows are kept.</summary>
    public required bool StoresRows { get; init; }

    /// <summary>The queue, or null without a function.</summary>
    public QueueInfo? Queue { get; init; }

    /// <summary>Where the commands ask the server.</summary>
    public required ControlInfo Control { get; init; }

    /// <summary>What a program that writes to this server is to have in its environment.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }
}
