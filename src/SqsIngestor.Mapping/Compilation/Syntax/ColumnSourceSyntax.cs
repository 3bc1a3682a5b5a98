using SqsIngestor.Mapping.Compilation.Yaml;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Expressions.Paths;

namespace SqsIngestor.Mapping.Compilation.Syntax;

/// <summary>Where a column's value comes from, as written.</summary>
internal abstract record ColumnSourceSyntax(TextPosition Position);

/// <summary>A path, or several of which the first present and non-null one counts.</summary>
internal sealed record PathSourceSyntax(IReadOnlyList<SourcePath> Alternatives, TextPosition Position) : ColumnSourceSyntax(Position);

/// <summary><c>const:</c></summary>
internal sealed record ConstSourceSyntax(YamlScalar Value) : ColumnSourceSyntax(Value.Position);

/// <summary><c>fields:</c>, with <c>from:</c> as its presence test.</summary>
internal sealed record FieldsSourceSyntax(IReadOnlyList<ColumnSyntax> Fields, SourcePath? Presence, TextPosition Position) : ColumnSourceSyntax(Position);

/// <summary><c>each:</c>, with <c>fields:</c> or <c>value:</c> for one element.</summary>
internal sealed record EachSourceSyntax(SourcePath Array, ColumnBody Element, TextPosition Position) : ColumnSourceSyntax(Position);

/// <summary><c>entries:</c>, with <c>fields:</c> or <c>value:</c> for one entry, and <c>key:</c> where it is not <c>$.key</c>.</summary>
internal sealed record EntriesSourceSyntax(SourcePath Object, ColumnBody? Key, ColumnBody Value, TextPosition Position) : ColumnSourceSyntax(Position);
