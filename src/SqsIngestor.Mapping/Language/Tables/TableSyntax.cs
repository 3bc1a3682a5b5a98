using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Paths;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Tables;

/// <summary>One table of a mapping file.</summary>
/// <param name="Position">Position of the whole table.</param>
/// <param name="ColumnsPosition">Position of the key <c>columns</c>; unmapped fields are reported there.</param>
internal sealed record TableSyntax(TextPosition Position, TextPosition ColumnsPosition)
{
    /// <summary>Its name; null if the file does not name it.</summary>
    public YamlScalar? Table { get; init; }

    /// <summary>Full name of the protobuf message; null if the file does not name it.</summary>
    public YamlScalar? Message { get; init; }

    /// <summary>The condition under which a message feeds the table; null for every message.</summary>
    public YamlScalar? When { get; init; }

    public ExplodeSyntax? Explode { get; init; }

    public AutoSyntax? Auto { get; init; }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<ColumnSyntax> Columns { get; init; } = [];

    /// <summary>Fields to leave unset.</summary>
    public IReadOnlyList<YamlScalar> Ignore { get; init; } = [];
}

/// <summary><c>explode:</c> a row for each element of an array.</summary>
internal sealed record ExplodeSyntax(SourcePath Path, YamlScalar Alias, EmptyExplode Empty, EmptyExplode Absent, int MaxRows);

/// <summary><c>auto:</c> every field that is not listed, by name.</summary>
/// <param name="From">The object that has the members.</param>
/// <param name="Names">How a field's name becomes a member's.</param>
internal sealed record AutoSyntax(SourcePath From, MemberNames Names);
