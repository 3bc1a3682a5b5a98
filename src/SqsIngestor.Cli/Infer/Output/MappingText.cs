using System.Globalization;
using System.Text;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Infer.Columns;
using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Cli.Infer.Output;

/// <summary>Writes the mapping of an inferred table, without its tests.</summary>
internal sealed class MappingText
{
    private const int LeastMostRows = 1_000;
    private const string FirstPlausible = "2000-01-01";

    private readonly StringBuilder _text = new();

    /// <summary>Returns the YAML; lines end with LF.</summary>
    /// <param name="table">The columns.</param>
    /// <param name="name">The name of the table.</param>
    /// <param name="descriptor">The file of its descriptor set.</param>
    public static string Write(InferredTable table, TableName name, string descriptor)
    {
        var mapping = new MappingText();
        mapping.Line($"# {name}: a mapping made from sample messages. Check the types: samples do not show everything.");
        mapping.Line("version: 1");
        mapping.Line($"descriptor: {descriptor}");
        mapping.Line($"table: {YamlText.Path(name.ToString())}");
        var drops = string.Concat(table.Payload.Dropped.Select(code => $"{code}: drop, "));
        var onError = drops.Length > 0 ? $", on_error: {{ {drops}default: fail }}" : "";
        mapping.Line($"payload: {{ decode: [{string.Join(", ", Steps(table.Payload))}]{onError} }}");
        if (table.MostRows is { } most)
        {
            // A message without data is a row too.
            var absent = table.Payload.WithoutData > 0 ? ", absent: row" : "";
            var rows = Math.Min(Math.Max(LeastMostRows, most), MappingLimits.MaxExplodedRows);
            mapping.Line($"explode: {{ path: \"$.body[*]\", as: {InferredTable.Alias}, max_rows: {rows}{absent} }}");
        }

        mapping.Line("columns:");
        foreach (var (field, path, isWhole) in table.Columns)
        {
            mapping.Field(field, isWhole ? path : YamlText.Member(path, field.Member), "  ");
        }

        mapping.Attributes(table);
        return mapping._text.ToString();
    }

    /// <summary>Columns that the table does not have, as comments: the attributes of the messages.</summary>
    private void Attributes(InferredTable table)
    {
        var taken = new HashSet<string>();
        foreach (var column in table.Columns) ColumnNaming.Unused(column.Field.Name, taken);
        if (table.Payload.Attributes.Count > 0)
        {
            Line("  # Attributes of the messages. To keep one, add a column to the table, pull the table, and remove the '#'.");
        }

        foreach (var (member, type, _) in table.Payload.Attributes)
        {
            var name = ColumnNaming.Unused($"attr_{ColumnNaming.Snake(member)}", taken);
            var path = YamlText.Path(YamlText.Member("$.attr", member));
            Line($"  # {YamlText.Key(name)}: {path} # {TypeOf(type)}");
        }
    }

    /// <summary>The type of a column for an attribute, by the prefix of its data type.</summary>
    private static string TypeOf(string attribute) =>
        attribute.Contains(" or ", StringComparison.Ordinal) ? "STRING"
        : attribute.StartsWith("Binary", StringComparison.Ordinal) ? "BINARY"
        : attribute.StartsWith("Number", StringComparison.Ordinal) ? "BIGINT or DOUBLE"
        : "STRING";

    private static IEnumerable<string> Steps(InferredPayload payload) =>
        payload.Envelopes.Select(
            envelope => $"{{ unwrap: {envelope.Word}{(envelope.IsAlways ? "" : ", when: auto")} }}")
            .Append(payload.Last);

    private void Field(InferredField field, string path, string indent)
    {
        var (type, key) = (field.Type, $"{indent}{YamlText.Key(field.Name)}:");
        if (type.Fields.Count == 0)
        {
            Line($"{key} {Source(type, path)} # {type.Delta}");
            return;
        }

        var (source, item, comment) = type.Delta switch
        {
            ArrayType => ("each", "$.item", "ARRAY<STRUCT>"),
            MapType map => ("entries", "$.value", $"MAP<{map.Key}, STRUCT>"),
            // from makes an absent object NULL, not a STRUCT of NULLs.
            _ => ("from", path, "STRUCT"),
        };
        Line($"{key} # {comment}");
        Line($"{indent}  {source}: {YamlText.Path(path)}");
        Line($"{indent}  fields:");
        foreach (var inner in type.Fields) Field(inner, YamlText.Member(item, inner.Member), indent + "    ");
    }

    private static string Source(InferredType type, string path)
    {
        if (type.As is not { } meaning) return YamlText.Path(path);
        var options = new List<string>
        {
            $"from: {YamlText.Path(path)}",
            $"as: {(meaning.Contains('(', StringComparison.Ordinal) ? YamlText.Quoted(meaning) : meaning)}",
        };
        if (type.Formats is [var only]) options.Add($"formats: {only}");
        if (type.Formats.Count > 1) options.Add($"formats: [{string.Join(", ", type.Formats)}]");
        // The bound tells one unit from another.
        if (type.Formats.Count(format => format.StartsWith("epoch", StringComparison.Ordinal)) > 1)
        {
            options.Add($"not_before: {FirstPlausible}");
        }

        return $"{{ {string.Join(", ", options)} }}";
    }

    private void Line(string text) => _text.Append(CultureInfo.InvariantCulture, $"{text}\n");
}
