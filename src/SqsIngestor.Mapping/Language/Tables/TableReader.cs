using System.Globalization;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Paths;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Tables;

/// <summary>Reads one table, from the top of a file or from an entry of <c>tables</c>.</summary>
internal sealed class TableReader(ColumnReader columns, DiagnosticBag diagnostics)
{
    public static readonly Keywords<MemberNames> NameWords = new(
        ("same", MemberNames.Same, "The member has the name of the field."),
        ("snake_to_camel", MemberNames.SnakeToCamel, "The field `placed_at` takes the member `placedAt`."));

    public static readonly Keywords<EmptyExplode> EmptyWords = new(
        ("skip", EmptyExplode.Skip, "The message has no row, and succeeds."),
        ("row", EmptyExplode.Row, "The message has one row, without an element."),
        ("fail", EmptyExplode.Fail, "The message fails."));

    public TableSyntax Read(KeyReader keys, TextPosition position)
    {
        var entry = keys.TakeEntry("columns");
        var auto = ReadAuto(keys.Take("auto"));
        if (entry is null && auto is null)
        {
            diagnostics.Add(DiagnosticCodes.MissingKey, position, "the key 'columns' is missing", "columns: { name: $.path }");
        }
        return new TableSyntax(position, entry?.Key.Position ?? position)
        {
            Table = keys.TakeScalar("table"),
            Message = keys.TakeScalar("message"),
            When = keys.TakeScalar("when"),
            Explode = ReadExplode(keys.Take("explode")),
            Auto = auto,
            Columns = columns.ReadColumns(entry?.Value, "'columns'"),
            Ignore = keys.TakeScalars("ignore"),
        };
    }

    private ExplodeSyntax? ReadExplode(YamlNode? node)
    {
        if (node is null || KeyReader.Open(node, "'explode'", diagnostics) is not { } keys) return null;
        var (text, alias) = (keys.TakeScalar("path"), keys.TakeScalar("as"));
        var empty = keys.TakeWord("empty", EmptyWords) ?? EmptyExplode.Skip;
        var absent = keys.TakeWord("absent", EmptyWords) ?? EmptyExplode.Fail;
        var limit = keys.TakeScalar("max_rows");
        keys.Finish("'explode'");
        if (text is null)
        {
            diagnostics.Add(DiagnosticCodes.MissingKey, node.Position, "the key 'path' is missing", "path: $.body.lines[*]");
        }
        if (alias is null) diagnostics.Add(DiagnosticCodes.MissingKey, node.Position, "the key 'as' is missing", "as: line");
        var maxRows = ReadMaxRows(limit, node);
        var path = text is null ? null : ReadExplodePath(text);
        return path is null || alias is null ? null : new(path, alias, empty, absent, maxRows);
    }

    private SourcePath? ReadExplodePath(YamlScalar text)
    {
        var path = PathParser.Parse(text.Value, text.Slice, diagnostics);
        if (path is null or { EndsWithWildcard: true }) return path;
        diagnostics.Add(
            DiagnosticCodes.PathInvalid, path.Position, "the path of an explode must end with [*]", $"{path.Text}[*]");
        // The alias is known, so that its paths are not reported too.
        return path with { EndsWithWildcard = true };
    }

    private int ReadMaxRows(YamlScalar? limit, YamlNode node)
    {
        if (limit is null)
        {
            diagnostics.Add(
                DiagnosticCodes.ExplodeWithoutLimit, node.Position,
                "an explode needs max_rows, the most rows that one message may give", "max_rows: 1000");
            return MappingLimits.MaxExplodedRows;
        }
        if (int.TryParse(limit.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
            && rows is >= 1 and <= MappingLimits.MaxExplodedRows)
        {
            return rows;
        }
        diagnostics.Add(
            DiagnosticCodes.WrongValue,
            limit.Position,
            $"'{limit.Value}' is not a number of rows",
            $"1 to {MappingLimits.MaxExplodedRows}");
        return MappingLimits.MaxExplodedRows;
    }

    private AutoSyntax? ReadAuto(YamlNode? node)
    {
        if (node is null || KeyReader.Open(node, "'auto'", diagnostics) is not { } keys) return null;
        var from = keys.TakeScalar("from");
        var names = keys.TakeWord("names", NameWords) ?? MemberNames.Same;
        keys.Finish("'auto'");
        if (from is null) diagnostics.Add(DiagnosticCodes.MissingKey, node.Position, "the key 'from' is missing", "from: $.body");
        return from is null || columns.ReadPath(from) is not { } path ? null : new(path, names);
    }
}
