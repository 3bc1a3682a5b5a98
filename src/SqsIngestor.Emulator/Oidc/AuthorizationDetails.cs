using System.Text.Json;
using SqsIngestor.Catalog;

namespace SqsIngestor.Emulator.Oidc;

/// <summary>The three details that open a table for writing: its catalog, its schema and itself.</summary>
internal static class AuthorizationDetails
{
    /// <summary>Reads and checks the details.</summary>
    /// <returns>The table that they name.</returns>
    /// <exception cref="OidcException">One of them is missing or wrong.</exception>
    public static TableName Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Array || document.RootElement.GetArrayLength() != 3)
            {
                throw Wrong("an array of three objects is needed");
            }
            var tablePath = Path(document.RootElement, "TABLE", ["SELECT", "MODIFY"], ["zerobuswrite"]);
            var table = TableName.TryParse(tablePath) ?? throw Wrong("the TABLE's object_full_path must be catalog.schema.table");
            if (Path(document.RootElement, "SCHEMA", ["USE SCHEMA"], []) != table.SchemaName)
            {
                throw Wrong("the SCHEMA is not the table's");
            }
            if (Path(document.RootElement, "CATALOG", ["USE CATALOG"], []) != table.Catalog)
            {
                throw Wrong("the CATALOG is not the table's");
            }
            return table;
        }
        catch (JsonException)
        {
            throw Wrong("the value is not JSON");
        }
    }

    private static string Path(JsonElement details, string objectType, string[] privileges, string[] operations)
    {
        foreach (var detail in details.EnumerateArray())
        {
            if (detail.ValueKind != JsonValueKind.Object || Text(detail, "object_type") != objectType) continue;
            if (Text(detail, "type") != "unity_catalog_privileges")
            {
                throw Wrong($"the {objectType}'s type must be unity_catalog_privileges");
            }
            if (!Same(detail, "privileges", privileges))
            {
                throw Wrong($"the {objectType}'s privileges must be {string.Join(", ", privileges)}");
            }
            if (!Same(detail, "operations", operations))
            {
                throw Wrong(
                    $"the {objectType}'s operations must be "
                        + $"{(operations.Length == 0 ? "absent" : string.Join(", ", operations))}");
            }
            return Text(detail, "object_full_path") ?? throw Wrong($"the {objectType} has no object_full_path");
        }

        throw Wrong($"no detail has the object_type {objectType}");
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static bool Same(JsonElement detail, string name, string[] expected)
    {
        if (!detail.TryGetProperty(name, out var member)) return expected.Length == 0;
        if (member.ValueKind != JsonValueKind.Array) return false;
        var values = member.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.String ? value.GetString() : null);
        return values.Order(StringComparer.Ordinal).SequenceEqual(expected.Order(StringComparer.Ordinal));
    }

    private static OidcException Wrong(string description) =>
        new(400, "invalid_authorization_details", $"authorization_details: {description}");
}
