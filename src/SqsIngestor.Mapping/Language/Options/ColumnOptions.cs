using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Records.Values;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Options;

/// <summary>How a value is transformed and coerced, and the policies for a value that is not usable.</summary>
internal sealed record ColumnOptions
{
    /// <summary>A column without options.</summary>
    public static ColumnOptions None { get; } = new();

    /// <summary>The meaning that the descriptor cannot carry.</summary>
    public YamlScalar? As { get; init; }

    /// <summary>How times are written, in the order of trying; empty for RFC 3339.</summary>
    public IReadOnlyList<YamlScalar> Formats { get; init; } = [];

    /// <summary>The zone of times without an offset, and of dates.</summary>
    public YamlScalar? Zone { get; init; }

    /// <summary>The earliest time that is plausible; null for none.</summary>
    public YamlScalar? NotBefore { get; init; }

    /// <summary>The latest time that is plausible; null for none.</summary>
    public YamlScalar? NotAfter { get; init; }

    /// <summary>How to round a decimal's digits after its scale.</summary>
    public YamlScalar? Round { get; init; }

    /// <summary>The name of a table of <c>enums</c>.</summary>
    public YamlScalar? Enum { get; init; }

    /// <summary>The value of <c>fold_case</c>; null if the file does not say.</summary>
    public YamlScalar? FoldCase { get; init; }

    /// <summary>The names of an enum match in either case.</summary>
    public bool FoldsCase { get; init; }

    /// <summary>The transforms of the value, from left to right.</summary>
    public IReadOnlyList<YamlScalar> Transform { get; init; } = [];

    /// <summary>The place of <c>strict</c>, on or off; null if the file does not say.</summary>
    public TextPosition? StrictPlace { get; init; }

    /// <summary>Numbers only, no strings, for numeric columns.</summary>
    public bool Strict { get; init; }

    /// <summary>The action for null elements of arrays and null values of maps.</summary>
    public NullItems NullItems { get; init; }

    /// <summary>The place of <c>null_items</c>; null if the file does not say.</summary>
    public TextPosition? NullItemsPlace { get; init; }

    /// <summary>Whether these are the options of one element of the array of <c>each</c>.</summary>
    public bool IsElement { get; init; }

    public PolicySyntax Policies { get; init; } = new();

    /// <summary>The place of <c>on_missing</c>; null if the file does not say.</summary>
    public TextPosition? OnMissingPlace { get; init; }

    /// <summary>The place of <c>on_null</c>; null if the file does not say.</summary>
    public TextPosition? OnNullPlace { get; init; }

    /// <summary>The place of <c>on_error</c>; null if the file does not say.</summary>
    public TextPosition? OnErrorPlace { get; init; }
}
