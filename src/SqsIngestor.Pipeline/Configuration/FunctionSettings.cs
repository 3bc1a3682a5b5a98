using SqsIngestor.Pipeline.Identity;
using SqsIngestor.Pipeline.Secrets;

namespace SqsIngestor.Pipeline.Configuration;

/// <summary>The function's configuration. <see cref="SettingsReader"/> reads it from the environment.</summary>
internal sealed record FunctionSettings
{
    /// <summary>DATABRICKS_HOST: the workspace, which gives the tokens.</summary>
    public required Uri WorkspaceUrl { get; init; }

    /// <summary>
    /// DATABRICKS_CLIENT_ID: the service principal. Null if the secret in Secrets Manager contains it, or for a federation policy
    /// of the whole account.
    /// </summary>
    public string? ClientId { get; init; }

    /// <summary>DATABRICKS_CLIENT_SECRET: its OAuth secret. Null if it is in Secrets Manager.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>DATABRICKS_SECRET_ARN with endpoint and credentials. Null if the secret is in the environment.</summary>
    public SecretSettings? Secret { get; init; }

    /// <summary>
    /// DATABRICKS_AUTH_TYPE, unless it is <c>oauth-m2m</c>: the identity tokens that take the place of a secret. Null for a
    /// secret.
    /// </summary>
    public IdentitySettings? Identity { get; init; }

    /// <summary>ZEROBUS_ENDPOINT.</summary>
    public required Uri ZerobusEndpoint { get; init; }

    /// <summary>TABLE_NAME: overrides the table named in a mapping of one table; null if not set.</summary>
    public string? TableName { get; init; }

    /// <summary>MAPPING_FILE: the path at which it was found.</summary>
    public required string MappingFile { get; init; }

    /// <summary>
    /// DESCRIPTOR_PATH: its possible places, the layer before the package. Each is a folder of descriptor sets, or one set that
    /// replaces the one the mapping names.
    /// </summary>
    public IReadOnlyList<string> DescriptorPaths { get; init; } = [];

    /// <summary>DELIVERY_REPORT. Default partial.</summary>
    public DeliveryReport DeliveryReport { get; init; }

    /// <summary>DELIVERY. Default at-least-once.</summary>
    public DeliveryGuarantee Delivery { get; init; }

    /// <summary>DELIVERY_FOLDER: where the journals of exactly-once-preview are.</summary>
    public string DeliveryFolder { get; init; } = EnvironmentVariables.DeliveryFolderDefault;

    /// <summary>FIFO_ORDER. Default pipeline.</summary>
    public FifoOrder FifoOrder { get; init; }

    /// <summary>DEDUPE_WINDOW: how many delivered messages the process remembers, 0 to 1,000,000. 0 turns it off.</summary>
    public int DedupeWindow { get; init; }

    /// <summary>FAILED_MESSAGE_LINES: how many lines about messages of one kind an invocation logs, 0 to 10,000.</summary>
    public int FailedMessageLines { get; init; }

    /// <summary>AWS_LAMBDA_FUNCTION_MEMORY_SIZE and AWS_LAMBDA_MAX_CONCURRENCY: what rows and buffers may take.</summary>
    public FunctionMemory Memory { get; init; } = new(FunctionMemory.DefaultMegabytes * 1024L * 1024);

    // The ToString of a record prints every property; this one must not print the secret.
    public override string ToString() => $"FunctionSettings {{ WorkspaceUrl = {WorkspaceUrl}, ClientId = {ClientId} }}";
}

/// <summary>How the function reports failed messages: DELIVERY_REPORT.</summary>
internal enum DeliveryReport
{
    /// <summary><c>partial</c>: by their ids. The event source mapping must have ReportBatchItemFailures.</summary>
    Partial,

    /// <summary><c>throw</c>: any failure fails the invocation, and the whole batch is returned to the queue.</summary>
    Throw,
}

/// <summary>What the function guarantees about duplicates: DELIVERY.</summary>
internal enum DeliveryGuarantee
{
    /// <summary><c>at-least-once</c>: a row can land twice.</summary>
    AtLeastOnce,

    /// <summary>
    /// <c>exactly-once-preview</c>: persistent streams and a journal. What SQS delivers again to the same environment lands once.
    /// </summary>
    ExactlyOncePreview,
}

/// <summary>How the order of a FIFO group is kept: FIFO_ORDER.</summary>
internal enum FifoOrder
{
    /// <summary>
    /// <c>pipeline</c>: messages of a group are sent without waiting. If one fails, those behind it are withdrawn.
    /// </summary>
    Pipeline,

    /// <summary><c>wait</c>: each message of a group is durable before the next is sent.</summary>
    Wait,
}
