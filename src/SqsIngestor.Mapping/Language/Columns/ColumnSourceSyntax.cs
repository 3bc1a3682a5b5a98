using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Paths;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>The source of a column's value, as written.</summary>
internal abstract record ColumnSourceSyntax(TextPosition Position);

/// <summary>A path, or several; the first one that is present and not null is used.</summary>
internal sealed record PathSourceSyntax(
    IReadOnlyList<SourcePath> Alternatives, TextPosition Position) : ColumnSourceSyntax(Position);

/// <summary><c>const:</c></summary>
internal sealed record ConstSourceSyntax(YamlScalar Value) : ColumnSourceSyntax(Value.Position);

/// <summary><c>fields:</c>, with <c>from:</c> as its presence test.</summary>
/// <param name="Fields">The fields.</param>
/// <param name="Presence">The path of the test; null for none.</param>
/// <param name="Position">Position of the column's value.</param>
/// <param name="IsOfAuto">
/// The path is the one of the column, which has all policies. Without a value at the path of a test, the column is NULL.
/// </param>
internal sealed record FieldsSourceSyntax(
    IReadOnlyList<ColumnSyntax> Fields, SourcePath? Presence, TextPosition Position, bool IsOfAuto = false)
    : ColumnSourceSyntax(Position);

/// <summary><c>each:</c>, with <c>fields:</c> or <c>value:</c> for one element.</summary>
internal sealed record EachSourceSyntax(
    SourcePath Array, ColumnBody Element, TextPosition Position) : ColumnSourceSyntax(Position);

/// <summary>
/// <c>entries:</c>, with <c>fields:</c> or <c>value:</c> for one entry, and <c>key:</c> if it is not <c>$.key</c>.
/// </summary>
internal sealed record EntriesSourceSyntax(
    SourcePath Object, ColumnBody? Key, ColumnBody Value, TextPosition Position) : ColumnSourceSyntax(Position);

/// <summary><c>concat:</c> a list of paths and literals.</summary>
/// <param name="Parts">Each part: a path, or a literal if the path is null.</param>
/// <param name="Position">Position of the column's value.</param>
internal sealed record ConcatSourceSyntax(
    IReadOnlyList<(SourcePath? Path, YamlScalar Literal)> Parts, TextPosition Position) : ColumnSourceSyntax(Position);

/// <summary><c>expr:</c> a CEL expression.</summary>
internal sealed record ExpressionSourceSyntax(YamlScalar Text) : ColumnSourceSyntax(Text.Position);

/// <summary><c>rescued:</c> the values that no column reads.</summary>
/// <param name="Scopes">Names of the parts of the source document.</param>
/// <param name="Excluded">Paths that are excluded.</param>
/// <param name="Position">Position of the key's value.</param>
internal sealed record RescuedSourceSyntax(
    IReadOnlyList<YamlScalar> Scopes, IReadOnlyList<SourcePath> Excluded, TextPosition Position) : ColumnSourceSyntax(Position);
