namespace SqsIngestor.Pipeline.Configuration;

/// <summary>
/// Finds the function's files. A mapping and its descriptors are in a layer, so that they can be deployed without the program, or
/// in the function's package.
/// </summary>
/// <param name="Layer">The folder of the layer.</param>
/// <param name="TaskRoot">The folder of the package.</param>
internal sealed record LayerFiles(string Layer, string TaskRoot)
{
    /// <summary>The folder of the layer if SQS_INGESTOR_LAYER is not set.</summary>
    public const string DefaultLayer = "/opt/sqs-ingestor";

    /// <summary>Reads both folders from SQS_INGESTOR_LAYER and LAMBDA_TASK_ROOT.</summary>
    public static LayerFiles From(Func<string, string?> variables) => new(
        Folder(variables(EnvironmentVariables.SqsIngestorLayer)) ?? DefaultLayer,
        Folder(variables(EnvironmentVariables.LambdaTaskRoot)) ?? AppContext.BaseDirectory);

    /// <summary>
    /// The possible places of a path; the first overrides the second. An absolute path can be in one place only.
    /// </summary>
    public IReadOnlyList<string> Places(string path) =>
        Path.IsPathRooted(path) ? [path] : [Path.Combine(Layer, path), Path.Combine(TaskRoot, path)];

    private static string? Folder(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
