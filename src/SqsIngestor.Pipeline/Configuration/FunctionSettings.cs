using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Secrets;

namespace SqsIngestor.Pipeline.Configuration;

/// <summary>The function's configuration, from its environment.</summary>
internal sealed record FunctionSettings
{
    /// <summary>DATABRICKS_HOST: the workspace, where tokens come from.</summary>
    public required Uri WorkspaceUrl { get; init; }

    /// <summary>DATABRICKS_CLIENT_ID: the service principal. Null only where the secret in Secrets Manager may have it.</summary>
    public string? ClientId { get; init; }

    /// <summary>DATABRICKS_CLIENT_SECRET: its OAuth secret. Null where it is in Secrets Manager.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>DATABRICKS_SECRET_ARN and what belongs to it. Null where the secret is in the environment.</summary>
    public SecretSettings? Secret { get; init; }

    /// <summary>ZEROBUS_ENDPOINT.</summary>
    public required Uri ZerobusEndpoint { get; init; }

    /// <summary>TABLE_NAME: overrides the table that a mapping of one table names; null when not set.</summary>
    public string? TableName { get; init; }

    /// <summary>MAPPING_FILE, where it was found.</summary>
    public required string MappingFile { get; init; }

    /// <summary>
    /// DESCRIPTOR_PATH, wherever it can be, the layer before the package: a folder of descriptor sets, or one set that takes
    /// the place of the mapping's.
    /// </summary>
    public required IReadOnlyList<string> DescriptorPaths { get; init; }

    /// <summary>DELIVERY_REPORT. Default partial.</summary>
    public DeliveryReport DeliveryReport { get; init; }

    /// <summary>DEDUPE_WINDOW: how many delivered messages are remembered, 0 to 1,000,000. Default 10,000; 0 for none.</summary>
    public int DedupeWindow { get; init; }

    // A record prints its properties; the secret must not be among them.
    public override string ToString() => $"FunctionSettings {{ WorkspaceUrl = {WorkspaceUrl}, ClientId = {ClientId} }}";
}
