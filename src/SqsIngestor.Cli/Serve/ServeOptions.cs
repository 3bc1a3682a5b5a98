using SqsIngestor.Cli.Local;
using SqsIngestor.Cli.Sources;
using SqsIngestor.Emulator.Lambda.EventSource;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;

namespace SqsIngestor.Cli.Serve;

/// <summary>The settings of a local server.</summary>
internal sealed record ServeOptions
{
    /// <summary>Files with CREATE TABLE statements.</summary>
    public required IReadOnlyList<NamedFile> Sql { get; init; }

    /// <summary>The values of the variables of these files.</summary>
    public VariableValues Variables { get; init; } = new(new Dictionary<string, string>());

    /// <summary>The function's files; null for a server without a function and queue.</summary>
    public FunctionArguments? Function { get; init; }

    /// <summary>TABLE_NAME of the function; null for the only table, or unset if there are several.</summary>
    public string? Table { get; init; }

    /// <summary>Whether the function gets identity tokens from a local AWS STS instead of a secret.</summary>
    public bool AwsIdentity { get; init; }

    /// <summary>Whether persistent streams are served.</summary>
    public bool PersistentStreams { get; init; }

    /// <summary>Whether DELIVERY of the function is exactly-once-preview.</summary>
    public bool ExactlyOnce { get; init; }

    /// <summary>The DuckDB file of the rows; null for memory.</summary>
    public FileInfo? Database { get; init; }

    /// <summary>Whether the server keeps rows.</summary>
    public bool StoreRows { get; init; } = true;

    /// <summary>Whether Zerobus and the workspace are served over TLS.</summary>
    public bool Tls { get; init; }

    /// <summary>The folder that keeps the development CA; null for a new CA with each start. Serves over TLS.</summary>
    public DirectoryInfo? Authority { get; init; }

    /// <summary>The client id of the service principal; null for the usual one.</summary>
    public string? ClientId { get; init; }

    /// <summary>The client secret of the service principal; null for a random one. It is in no output.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>The shortest time from a request to its ack.</summary>
    public TimeSpan AckDelay { get; init; } = TimeSpan.Zero;

    /// <summary>The port of tokens and Unity Catalog; 0 for any free port, null for the usual one if it is free.</summary>
    public int? WorkspacePort { get; init; }

    /// <summary>The port of Zerobus; 0 for any free port, null for the usual one if it is free.</summary>
    public int? ZerobusPort { get; init; }

    /// <summary>The queue.</summary>
    public LocalQueueOptions Queue { get; init; } = new();

    /// <summary>How the event source mapping makes batches.</summary>
    public EventSourceOptions EventSource { get; init; } = new();

    /// <summary>The ready file; null for the default file of the user.</summary>
    public FileInfo? ReadyFile { get; init; }
}
