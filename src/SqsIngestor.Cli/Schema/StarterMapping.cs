using System.Globalization;
using System.Text;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Cli.Schema;

/// <summary>Writes a starter mapping: it takes each column from the member of the same name in a JSON body.</summary>
internal sealed class StarterMapping
{
    // YAML 1.1 reads these as booleans or null, and some readers still do.
    private static readonly HashSet<string> YamlWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "y", "n", "yes", "no", "on", "off", "true", "false", "null",
    };

    private readonly StringBuilder _text = new();

    /// <summary>Returns the YAML; lines end with LF.</summary>
    /// <param name="table">A table that protobuf can carry.</param>
    /// <param name="descriptor">The file of its descriptor set.</param>
    public static string Write(CatalogTable table, string descriptor)
    {
        var mapping = new StarterMapping();
        var head =
            $"""
            # {table.Name}: a starter mapping. It takes each column from the member of the same name in a JSON body.
            # Correct the paths, and list columns that stay NULL under ignore.
            # Try it with sqs-ingestor check and sqs-ingestor test.
            version: 1
            descriptor: {descriptor}
            table: {Quoted(table.Name.ToString())}
            payload:
              decode: [json]
            columns:

            """;
        mapping._text.Append(head.ReplaceLineEndings("\n"));
        var rescued = table.Columns.FirstOrDefault(IsRescued);
        foreach (var column in table.Columns.Where(column => column != rescued))
        {
            mapping.WriteField(column.Name, column.Type, $"$.body.{column.Name}", "  ", Suffix(column));
        }
        if (rescued is not null)
        {
            mapping._text.Append(
                CultureInfo.InvariantCulture,
                $"  {rescued.Name}: {{ rescued: {{ scope: all }} }} "
                    + $"# {rescued.Type}: everything that no other column has\n");
        }
        return mapping._text.ToString();
    }

    /// <summary>Returns the lines of one column; they end with LF.</summary>
    /// <param name="column">A column that protobuf can carry.</param>
    /// <param name="indent">The spaces before its name.</param>
    public static string Column(Column column, string indent)
    {
        var mapping = new StarterMapping();
        mapping.WriteField(column.Name, column.Type, $"$.body.{column.Name}", indent, Suffix(column));
        return mapping._text.ToString();
    }

    /// <summary>Returns the lines of a field of a STRUCT; they end with LF.</summary>
    /// <param name="field">A field that protobuf can carry.</param>
    /// <param name="path">The path of the object whose member it is.</param>
    /// <param name="indent">The spaces before its name.</param>
    public static string Field(StructField field, string path, string indent)
    {
        var mapping = new StarterMapping();
        mapping.WriteField(field.Name, field.Type, $"{path}.{field.Name}", indent, field.Nullable ? "" : " NOT NULL");
        return mapping._text.ToString();
    }

    private static string Suffix(Column column) =>
        (column.Nullable ? "" : " NOT NULL") + (column.Fill is { } fill ? $" {OneLine(fill.ToString())}" : "");

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Whether a column is for rescued data, by the names that Databricks' loaders give it.</summary>
    private static bool IsRescued(Column column) =>
        column is { Name: "_rescued" or "_rescued_data", Nullable: true, Type.Kind: DeltaKind.Variant or DeltaKind.String };

    private void WriteField(string name, DeltaType type, string path, string indent, string suffix = "")
    {
        _text.Append(indent).Append(YamlWords.Contains(name) ? $"\"{name}\"" : name).Append(':');
        switch (type)
        {
            case StructType structure:
                // from makes an absent object NULL, not a STRUCT of NULLs.
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
        foreach (var field in structure.Fields)
        {
            WriteField(field.Name, field.Type, $"{path}.{field.Name}", indent + "  ", field.Nullable ? "" : " NOT NULL");
        }
    }

    private static string Source(DeltaType type, string path) =>
        As(type) is { } meaning ? $"{{ from: {path}, as: {meaning} }}" : path;

    /// <summary>Whether a path alone is enough.</summary>
    private static bool IsPlain(DeltaType type) => type is not StructType && As(type) is null;

    /// <summary>The value of <c>as</c>, in quotes if it has a comma or a bracket; null if the type needs none.</summary>
    private static string? As(DeltaType type) =>
        TypeMeaning.Of(type) is { } meaning ? type is DecimalType ? $"\"{meaning}\"" : meaning : null;

    /// <summary>The type as a comment. The fields of a STRUCT have their own comments.</summary>
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

    private static string Quoted(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-')
            ? text
            : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
