using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Records.Values;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Options;

/// <summary>How a value is transformed and coerced, and what happens when there is none.</summary>
internal sealed record ColumnOptions
{
    /// <summary>The meaning that the descriptor cannot carry.</summary>
    public YamlScalar? As { get; init; }

    /// <summary>How times are written, in the order of trying; empty for RFC 3339.</summary>
    public IReadOnlyList<YamlScalar> Formats { get; init; } = [];

    /// <summary>The zone of times without an offset, and of dates.</summary>
    public YamlScalar? Zone { get; init; }

    /// <summary>What happens to a decimal's digits after its scale.</summary>
    public YamlScalar? Round { get; init; }

    /// <summary>The name of a table of <c>enums</c>.</summary>
    public YamlScalar? Enum { get; init; }

    /// <summary>The names of an enum match in either case; null where the file says nothing.</summary>
    public YamlScalar? FoldCase { get; init; }

    /// <summary>What is done to the value, left to right.</summary>
    public IReadOnlyList<YamlScalar> Transform { get; init; } = [];

    /// <summary>Numbers only, no strings, for numeric columns.</summary>
    public bool Strict { get; init; }

    /// <summary>What happens to null elements of arrays and values of maps.</summary>
    public NullItems NullItems { get; init; }

    /// <summary>What is described is one element of an array that <c>each</c> walks.</summary>
    public bool IsElement { get; init; }

    public PolicySyntax Policies { get; init; } = new();
}
