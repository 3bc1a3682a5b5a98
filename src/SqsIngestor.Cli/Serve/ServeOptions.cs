using SqsIngestor.Cli.Local;
using SqsIngestor.Emulator.Lambda.EventSource;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;

namespace SqsIngestor.Cli.Serve;

/// <summary>What a local server runs with.</summary>
internal sealed record ServeOptions
{
    /// <summary>Files with CREATE TABLE statements.</summary>
    public required IReadOnlyList<SqlFile> Sql { get; init; }

    /// <summary>The function's files; null for the Databricks side only.</summary>
    public FunctionFiles? Function { get; init; }

    /// <summary>TABLE_NAME of the function; null for that of the only table, or none when there are several.</summary>
    public string? Table { get; init; }

    /// <summary>Where DuckDB keeps the rows; null for memory.</summary>
    public FileInfo? Database { get; init; }

    /// <summary>Whether rows are kept.</summary>
    public bool StoreRows { get; init; } = true;

    /// <summary>Whether Zerobus and the workspace are served over TLS.</summary>
    public bool Tls { get; init; }

    /// <summary>The least time from a request to its ack.</summary>
    public TimeSpan AckDelay { get; init; } = TimeSpan.Zero;

    /// <summary>The port of tokens and Unity Catalog; 0 for any free one.</summary>
    public int WorkspacePort { get; init; }

    /// <summary>The port of Zerobus; 0 for any free one.</summary>
    public int ZerobusPort { get; init; }

    /// <summary>The queue.</summary>
    public LocalQueueOptions Queue { get; init; } = new();

    /// <summary>How batches are made.</summary>
    public EventSourceOptions EventSource { get; init; } = new();

    /// <summary>Where to write what a client needs; null for the user's default.</summary>
    public FileInfo? ReadyFile { get; init; }
}
