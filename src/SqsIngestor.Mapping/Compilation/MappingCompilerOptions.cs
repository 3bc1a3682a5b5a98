namespace SqsIngestor.Mapping.Compilation;

/// <summary>What a mapping file needs from around it.</summary>
public sealed record MappingCompilerOptions
{
    /// <summary>Finds a descriptor set by the name that the mapping gives it.</summary>
    public required Func<string, DescriptorFile> Descriptors { get; init; }

    /// <summary>Overrides the file's <c>table</c>. Default: null, the file decides.</summary>
    public string? TableName { get; init; }

    /// <summary>Values of <c>${NAME}</c>; null for a name that is not set. Default: the process's environment.</summary>
    public Func<string, string?> Variables { get; init; } = Environment.GetEnvironmentVariable;
}
