using System.Globalization;
using Google.Protobuf.Reflection;
using Spectre.Console;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Schema;

/// <summary>Prints messages as tables, with a line for each field and each nested field.</summary>
internal static class MessageReport
{
    public static void Write(
        IAnsiConsole console, FileDescriptorSet set, IReadOnlyList<CatalogTable> tables, IReadOnlyList<string> messages)
    {
        for (var i = 0; i < tables.Count; i++)
        {
            console.WriteUnwrapped(PlainText.Of($"{messages[i]} ({tables[i].Name})"), Styles.Bold);
            var table = new Table { Border = TableBorder.Rounded };
            foreach (var header in (ReadOnlySpan<string>)["number", "column", "Delta type", "null", "comment"])
            {
                table.AddColumn(new TableColumn(new Text(header, Styles.Bold)));
            }

            var numbers = Numbers(set, messages[i]);
            foreach (var column in tables[i].Columns)
            {
                AddRow(
                    table, numbers.GetValueOrDefault(column.Name).ToString(CultureInfo.InvariantCulture), column.Name,
                    column.Type, column.Nullable, column.Comment);
                AddInner(table, column.Type, "  ");
            }

            console.Write(table);
        }
    }

    private static void AddInner(Table table, DeltaType type, string indent)
    {
        var structure = type as StructType
            ?? (type as ArrayType)?.Element as StructType
            ?? (type as MapType)?.Value as StructType;
        foreach (var field in structure?.Fields ?? [])
        {
            AddRow(table, "", indent + field.Name, field.Type, field.Nullable, field.Comment);
            AddInner(table, field.Type, indent + "  ");
        }
    }

    private static void AddRow(Table table, string number, string name, DeltaType type, bool nullable, string? comment) =>
        table.AddRow(
            new Text(number), new Text(name), new Text(PlainText.Of(Short(type))), new Text(nullable ? "" : "NOT NULL"),
            new Text(PlainText.Of(comment ?? "")));

    /// <summary>The type without the fields of a STRUCT, which have separate lines.</summary>
    private static string Short(DeltaType type) => type switch
    {
        StructType => "STRUCT",
        ArrayType { Element: StructType } => "ARRAY<STRUCT>",
        MapType { Value: StructType } map => $"MAP<{map.Key}, STRUCT>",
        UnknownType or ArrayType { Element: UnknownType } or MapType { Value: UnknownType } => $"none ({type})",
        _ => type.ToString(),
    };

    private static Dictionary<string, int> Numbers(FileDescriptorSet set, string message)
    {
        var found = set.File.SelectMany(
            file =>
            file.MessageType.Select(m => (Name: file.Package.Length == 0 ? m.Name : $"{file.Package}.{m.Name}", Message: m)))
            .FirstOrDefault(pair => pair.Name == message).Message;
        return found is null
            ? []
            : found.Field.DistinctBy(field => field.Name).ToDictionary(field => field.Name, field => field.Number);
    }
}
