using System.Globalization;
using System.Text;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Cli.Schema;

/// <summary>A mapping to start from: each column from the member of its name in a JSON body.</summary>
internal sealed class StarterMapping
{
    // YAML 1.1 takes these for other things than text, and some readers still do.
    private static readonly HashSet<string> YamlWords = new(StringComparer.OrdinalIgnoreCase) { "y", "n", "yes", "no", "on", "off", "true", "false", "null" };

    private readonly StringBuilder _text = new();

    /// <summary>The text, lines ending with LF.</summary>
    /// <param name="table">A table that protobuf can carry.</param>
    /// <param name="descriptor">The file of its descriptor set.</param>
    public static string Write(CatalogTable table, string descriptor)
    {
        var mapping = new StarterMapping();
        mapping._text.Append($"""
            # {table.Name}: a mapping to start from. Each column comes from the member of its name in a JSON body; say where it
            # really comes from, and list under ignore what shall stay NULL. Try it with sqs-ingestor check and sqs-ingestor test.
            version: 1
            descriptor: {descriptor}
            table: {Quoted(table.Name.ToString())}
            payload:
              decode: [json]
            columns:

            """.ReplaceLineEndings("\n"));
        var rescued = table.Columns.FirstOrDefault(IsRescued);
        foreach (var column in table.Columns.Where(column => column != rescued)) mapping.WriteField(column.Name, column.Type, $"$.body.{column.Name}", "  ", column.Nullable ? "" : " NOT NULL");
        if (rescued is not null) mapping._text.Append(CultureInfo.InvariantCulture, $"  {rescued.Name}: {{ rescued: {{ scope: [body] }} }} # {rescued.Type}: what no other column reads\n");
        return mapping._text.ToString();
    }

    /// <summary>By the names that Databricks' own loaders give such a column.</summary>
    private static bool IsRescued(Column column) => column is { Name: "_rescued" or "_rescued_data", Nullable: true, Type.Kind: DeltaKind.Variant or DeltaKind.String };

    private void WriteField(string name, DeltaType type, string path, string indent, string suffix = "")
    {
        _text.Append(indent).Append(YamlWords.Contains(name) ? $"\"{name}\"" : name).Append(':');
        switch (type)
        {
            case StructType structure:
                // With its presence, so that an absent object is NULL and not a STRUCT of NULLs.
                _text.Append(CultureInfo.InvariantCulture, $"{Comment(type, suffix)}\n{indent}  from: {path}\n");
                WriteFields(structure, path, indent + "  ");
                break;
            case ArrayType { Element: var element } when !IsPlain(element):
                _text.Append(CultureInfo.InvariantCulture, $"{Comment(type, suffix)}\n{indent}  each: {path}\n");
                WriteItem(element, "$.item", indent + "  ");
                break;
            case MapType map when !IsPlain(map.Value) || !IsPlain(map.Key):
                _text.Append(CultureInfo.InvariantCulture, $"{Comment(type, suffix)}\n{indent}  entries: {path}\n");
                if (!IsPlain(map.Key)) _text.Append(CultureInfo.InvariantCulture, $"{indent}  key: {Source(map.Key, "$.key")}\n");
                WriteItem(map.Value, "$.value", indent + "  ");
                break;
            default:
                _text.Append(CultureInfo.InvariantCulture, $" {Source(type, path)}{Comment(type, suffix)}\n");
                break;
        }
    }

    private void WriteItem(DeltaType item, string path, string indent)
    {
        if (item is StructType structure) WriteFields(structure, path, indent);
        else _text.Append(CultureInfo.InvariantCulture, $"{indent}value: {Source(item, path)}\n");
    }

    private void WriteFields(StructType structure, string path, string indent)
    {
        _text.Append(CultureInfo.InvariantCulture, $"{indent}fields:\n");
        foreach (var field in structure.Fields) WriteField(field.Name, field.Type, $"{path}.{field.Name}", indent + "  ", field.Nullable ? "" : " NOT NULL");
    }

    private static string Source(DeltaType type, string path) => As(type) is { } meaning ? $"{{ from: {path}, as: {meaning} }}" : path;

    /// <summary>Whether a value needs no more than its path.</summary>
    private static bool IsPlain(DeltaType type) => type is not StructType && As(type) is null;

    /// <summary>In quotes where a comma or a bracket stands in it.</summary>
    private static string? As(DeltaType type) => TypeMeaning.Of(type) is { } meaning ? type is DecimalType ? $"\"{meaning}\"" : meaning : null;

    /// <summary>The type on the column's own line: what is below it says its own.</summary>
    private static string Comment(DeltaType type, string suffix)
    {
        var text = type switch
        {
            StructType => "STRUCT",
            ArrayType { Element: StructType } => "ARRAY<STRUCT>",
            MapType { Value: StructType } map => $"MAP<{map.Key}, STRUCT>",
            _ => type.ToString(),
        };
        return $" # {text}{suffix}";
    }

    private static string Quoted(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-') ? text : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
