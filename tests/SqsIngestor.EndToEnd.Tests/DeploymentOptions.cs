using SqsIngestor.Emulator;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests;

/// <summary>How a test's deployment differs from that of the sqs_messages table.</summary>
internal sealed record DeploymentOptions
{
    /// <summary>
    /// Whether the service holds its acks back from the start. A test lets them go by <see cref="FaultSwitches.HoldAcks"/>.
    /// </summary>
    public bool HoldAcks { get; init; }

    /// <summary>How long an invocation may take, as the Runtime API says. The function gives up 2 s before.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the program may take to end after SIGTERM.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    public string Sql { get; init; } = File.ReadAllText(RepositoryFiles.PathOf("descriptors", "sqs_messages.sql"));

    public string MappingFile { get; init; } = RepositoryFiles.PathOf("mappings", "sqs_messages.yaml");

    /// <summary>The folder of descriptor sets, or one set.</summary>
    public string DescriptorPath { get; init; } = RepositoryFiles.PathOf("descriptors");

    /// <summary>What the local Databricks serves.</summary>
    public LocalDatabricksOptions Databricks { get; init; } = new();

    /// <summary>Called before the function starts, to switch faults on.</summary>
    public Action<LocalDatabricks> BeforeStart { get; init; } = _ => { };

    /// <summary>Where the function finds the ingest service: by default at the local Databricks itself.</summary>
    public Func<LocalDatabricks, Uri> Endpoint { get; init; } = databricks => databricks.ZerobusEndpoint;

    /// <summary>Variables to set; null takes one away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();
}
