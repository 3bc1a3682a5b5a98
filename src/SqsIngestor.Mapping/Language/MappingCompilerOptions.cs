using SqsIngestor.Mapping.Language.Types;

namespace SqsIngestor.Mapping.Language;

/// <summary>The options of compiling a mapping file.</summary>
public sealed record MappingCompilerOptions
{
    /// <summary>Finds a descriptor set by the name that the mapping gives it.</summary>
    public required Func<string, DescriptorFile> Descriptors { get; init; }

    /// <summary>
    /// Finds the schema of a payload by the name that the mapping gives it. Default: null, <see cref="Descriptors"/> finds it.
    /// </summary>
    public Func<string, DescriptorFile>? Schemas { get; init; }

    /// <summary>Overrides the file's <c>table</c>. Default: null, the file decides.</summary>
    public string? TableName { get; init; }

    /// <summary>
    /// Stands for the name of a table that neither the file nor <see cref="TableName"/> names, for a check before the deployment;
    /// it need not have three parts. Default: null, a missing name is an error.
    /// </summary>
    public string? TableNamePlaceholder { get; init; }

    /// <summary>
    /// What a descriptor set, given as its bytes, says of the table of a message, given by its full name: the columns' types, in
    /// comments. <c>auto</c> and the checks of values use it. Null, also as a result, if nothing is known. Default: null.
    /// </summary>
    public Func<ReadOnlyMemory<byte>, string, TableTypes?>? Types { get; init; }

    /// <summary>Whether the tests in the file are read and checked. Default true; encoding does not need them.</summary>
    public bool WithTests { get; init; } = true;

    /// <summary>
    /// Values of <c>${NAME}</c>; null for a name that is not set. Never asked for a name that looks like that of a secret.
    /// Default: the process's environment.
    /// </summary>
    public Func<string, string?> Variables { get; init; } = Environment.GetEnvironmentVariable;
}
