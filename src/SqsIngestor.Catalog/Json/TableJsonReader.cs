using System.Text.Json;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Json;

internal static class TableJsonReader
{
    public static CatalogTable Read(JsonElement table)
    {
        try
        {
            return ReadTable(table);
        }
        catch (InvalidOperationException e)
        {
            // A name or a property has an escape of half a surrogate pair, or bytes that are not UTF-8.
            throw new CatalogJsonException(CatalogJsonErrors.Member, "", "a text is not Unicode", e);
        }
    }

    private static CatalogTable ReadTable(JsonElement table)
    {
        if (table.ValueKind != JsonValueKind.Object) throw Wrong("", "expected a JSON object");
        var name = ReadName(table);
        return new CatalogTable(name, ReadColumns(table))
        {
            Comment = table.OptionalText("", "comment"),
            TableType = table.OptionalText("", "table_type") ?? "MANAGED",
            DataSourceFormat = table.OptionalText("", "data_source_format") ?? "DELTA",
            SecurableKind = ReadSecurableKind(table),
            Properties = ReadProperties(table),
        };
    }

    /// <summary>The name as it is: whether Zerobus accepts it is another question.</summary>
    private static TableName ReadName(JsonElement table)
    {
        if (table.OptionalText("", "full_name") is not { } fullName)
        {
            return new TableName(
                table.RequiredText("", "catalog_name"), table.RequiredText("", "schema_name"), table.RequiredText("", "name"));
        }

        return fullName.Split('.') is [{ Length: > 0 } catalog, { Length: > 0 } schema, { Length: > 0 } name]
            ? new TableName(catalog, schema, name)
            : throw Wrong("/full_name", "expected a name of three parts, catalog.schema.table");
    }

    /// <summary>The member itself, or that of the manifest, which an answer can have too.</summary>
    private static string? ReadSecurableKind(JsonElement table)
    {
        const string Kind = "securable_kind";
        if (table.OptionalText("", Kind) is { } kind) return kind;
        return table.TryGetProperty("securable_kind_manifest", out var manifest) && manifest.ValueKind == JsonValueKind.Object
            ? manifest.OptionalText("/securable_kind_manifest", Kind)
            : null;
    }

    private static List<Column> ReadColumns(JsonElement table)
    {
        if (!table.TryGetProperty("columns", out var array) || array.ValueKind == JsonValueKind.Null) return [];
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
        var name = column.RequiredText(pointer, "name");
        var json = column.OptionalText(pointer, "type_json") is { } text ? TypeJsonReader.Read(text) : null;
        return new Column(name, ReadType(column, pointer, json))
        {
            Nullable = column.OptionalFlag(pointer, "nullable") ?? json?.Nullable ?? true,
            Comment = column.OptionalText(pointer, "comment") ?? json?.Comment,
            Fill = json?.Fill,
            PartitionIndex = column.OptionalNumber(pointer, "partition_index"),
            Position = column.OptionalNumber(pointer, "position") ?? index,
        };
    }

    /// <summary>
    /// The type by <c>type_json</c>, otherwise by <c>type_text</c>, which does not quote names, otherwise by <c>type_name</c>.
    /// If none of them has a known type, the column is unknown and the table still readable. <c>nullable</c> of the column says
    /// more than that of <c>type_json</c>.
    /// </summary>
    private static DeltaType ReadType(JsonElement column, string pointer, TypeJson? json)
    {
        var text = column.OptionalText(pointer, "type_text");
        if (json?.Type is { } known and not ScalarType { Kind: DeltaKind.String }) return known;
        var written = text is null ? null : DeltaTypeText.TryParse(text);
        if (json?.Type is { } plain)
        {
            // VARCHAR, CHAR and a collation are STRING in type_json.
            return written is { Kind: DeltaKind.String or DeltaKind.Varchar or DeltaKind.Char } ? written : plain;
        }

        if ((written ?? (text is null ? ReadTypeName(column, pointer) : null)) is { } type) return type;
        var name = text ?? json?.Unknown ?? column.OptionalText(pointer, "type_name");
        return new UnknownType(name ?? TypeNames.Of(DeltaKind.Unknown).Sql)
        {
            Problem = json?.Problem
                ?? (name is null && json is null
                    ? new TypeProblem("it has no type_json, type_text or type_name", TypeJsonReader.Whole)
                    : null),
        };
    }

    private static DeltaType? ReadTypeName(JsonElement column, string pointer)
    {
        var name = column.OptionalText(pointer, "type_name");
        if (name is null) return null;
        var number = name == "DECIMAL" ? $"decimal({Digits(column, "type_precision")},{Digits(column, "type_scale")})" : name;
        return DeltaTypeText.TryParse(number);
    }

    private static string Digits(JsonElement column, string name) =>
        column.TryGetProperty(name, out var digits) && digits.ValueKind == JsonValueKind.Number ? digits.GetRawText() : "";

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
