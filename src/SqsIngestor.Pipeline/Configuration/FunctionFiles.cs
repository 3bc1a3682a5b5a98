namespace SqsIngestor.Pipeline.Configuration;

/// <summary>
/// Where the function's files are: a mapping and its descriptors come with a layer, so that they are deployed without the
/// program, or in the program's own package.
/// </summary>
/// <param name="Layer">The layer's folder.</param>
/// <param name="TaskRoot">The package's folder.</param>
internal sealed record FunctionFiles(string Layer, string TaskRoot)
{
    /// <summary>The layer's folder where SQS_INGESTOR_LAYER does not name another one.</summary>
    public const string DefaultLayer = "/opt/sqs-ingestor";

    /// <summary>Reads both folders from SQS_INGESTOR_LAYER and LAMBDA_TASK_ROOT.</summary>
    public static FunctionFiles From(Func<string, string?> variables) => new(
        Folder(variables("SQS_INGESTOR_LAYER")) ?? DefaultLayer,
        Folder(variables("LAMBDA_TASK_ROOT")) ?? AppContext.BaseDirectory);

    /// <summary>Where a path can be, the stronger place first. An absolute path is in one place only.</summary>
    public IReadOnlyList<string> Places(string path) =>
        Path.IsPathRooted(path) ? [path] : [Path.Combine(Layer, path), Path.Combine(TaskRoot, path)];

    private static string? Folder(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
