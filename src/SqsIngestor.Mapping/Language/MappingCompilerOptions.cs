namespace SqsIngestor.Mapping.Language;

/// <summary>The options of compiling a mapping file.</summary>
public sealed record MappingCompilerOptions
{
    /// <summary>Finds a descriptor set by the name that the mapping gives it.</summary>
    public required Func<string, DescriptorFile> Descriptors { get; init; }

    /// <summary>Overrides the file's <c>table</c>. Default: null, the file decides.</summary>
    public string? TableName { get; init; }

    /// <summary>
    /// Stands for the name of a table that neither the file nor <see cref="TableName"/> names, for a check before the deployment;
    /// it need not have three parts. Default: null, a missing name is an error.
    /// </summary>
    public string? TableNamePlaceholder { get; init; }

    /// <summary>
    /// With <see cref="UnityCatalogDescriptor"/>: the <c>as</c> that fits the type of a table's field, by table and path
    /// (<c>customer.at</c>, <c>lines.element.at</c>). <c>auto</c> fills it in. Default: null, for none.
    /// </summary>
    public Func<string, string, string?>? Meanings { get; init; }

    /// <summary>Whether the tests in the file are read and checked. Default true; encoding does not need them.</summary>
    public bool WithTests { get; init; } = true;

    /// <summary>
    /// Values of <c>${NAME}</c>; null for a name that is not set. Never asked for a name that looks like that of a secret.
    /// Default: the process's environment.
    /// </summary>
    public Func<string, string?> Variables { get; init; } = Environment.GetEnvironmentVariable;
}
