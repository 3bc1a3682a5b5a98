using System.Text.Json;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Json;

internal static class TableJsonReader
{
    public static CatalogTable Read(JsonElement table)
    {
        if (table.ValueKind != JsonValueKind.Object) throw Wrong("", "expected a JSON object");
        var name = ReadName(table);
        return new CatalogTable(name, ReadColumns(table))
        {
            Comment = table.OptionalText("", "comment"),
            TableType = table.OptionalText("", "table_type") ?? "MANAGED",
            DataSourceFormat = table.OptionalText("", "data_source_format") ?? "DELTA",
            Properties = ReadProperties(table),
        };
    }

    private static TableName ReadName(JsonElement table)
    {
        if (table.OptionalText("", "full_name") is { } fullName)
        {
            return TableName.TryParse(fullName)
                ?? throw Wrong("/full_name", "expected a name of three parts, catalog.schema.table");
        }

        var (catalog, schema, name) = (
            table.RequiredText("", "catalog_name"), table.RequiredText("", "schema_name"), table.RequiredText("", "name"));
        return TableName.TryParse($"{catalog}.{schema}.{name}")
            ?? throw Wrong("/name", "catalog_name, schema_name and name must form a table name");
    }

    private static List<Column> ReadColumns(JsonElement table)
    {
        if (!table.TryGetProperty("columns", out var array)) return [];
        if (array.ValueKind != JsonValueKind.Array) throw Wrong("/columns", "expected an array");
        var columns = new List<Column>(array.GetArrayLength());
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var index = 0;
        foreach (var element in array.EnumerateArray())
        {
            var pointer = $"/columns/{index}";
            var column = ReadColumn(element, pointer, index++);
            if (!names.Add(column.Name)) throw Wrong($"{pointer}/name", "another column has this name");
            columns.Add(column);
        }

        return [.. columns.OrderBy(column => column.Position)];
    }

    private static Column ReadColumn(JsonElement column, string pointer, int index)
    {
        if (column.ValueKind != JsonValueKind.Object) throw Wrong(pointer, "expected an object");
        var position = index;
        if (column.TryGetProperty("position", out var written)
            && (written.ValueKind != JsonValueKind.Number || !written.TryGetInt32(out position)))
        {
            throw Wrong($"{pointer}/position", "expected a whole number");
        }

        return new Column(column.RequiredText(pointer, "name"), ReadType(column, pointer))
        {
            Nullable = column.OptionalFlag(pointer, "nullable") ?? true,
            Comment = column.OptionalText(pointer, "comment"),
            Position = position,
        };
    }

    private static DeltaType ReadType(JsonElement column, string pointer)
    {
        try
        {
            return DeltaTypeText.Parse(column.RequiredText(pointer, "type_text"));
        }
        catch (SqlSyntaxException e)
        {
            throw new CatalogJsonException(CatalogJsonErrors.Type, $"{pointer}/type_text", e.Message, e);
        }
    }

    private static Dictionary<string, string> ReadProperties(JsonElement table)
    {
        var properties = new Dictionary<string, string>();
        if (!table.TryGetProperty("properties", out var members) || members.ValueKind != JsonValueKind.Object) return properties;
        foreach (var member in members.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.String) properties[member.Name] = member.Value.GetString() ?? "";
        }

        return properties;
    }

    internal static CatalogJsonException Wrong(string pointer, string message) => new(CatalogJsonErrors.Member, pointer, message);
}
