using SqsIngestor.Mapping.Compilation.Yaml;

namespace SqsIngestor.Mapping.Compilation.Syntax;

/// <summary>How a value is coerced, and what happens when there is none.</summary>
internal sealed record ColumnOptions
{
    /// <summary>The meaning that the descriptor cannot carry.</summary>
    public YamlScalar? As { get; init; }

    /// <summary>Numbers only, no strings, for numeric columns.</summary>
    public bool Strict { get; init; }

    public PolicySyntax Policies { get; init; } = new();
}
