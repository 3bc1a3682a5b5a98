using System.Buffers;
using System.Text;
using System.Text.Json;

namespace SqsIngestor.Zerobus.Internal.Authentication;

/// <summary>The form of a token request.</summary>
internal static class TokenRequest
{
    /// <summary>The form with the fields of the grant.</summary>
    public static FormUrlEncodedContent Form(
        string workspaceId, ZerobusTableName? table, IEnumerable<KeyValuePair<string, string>> grant)
    {
        List<KeyValuePair<string, string>> form = [.. grant, new("scope", "all-apis")];
        if (table is not null)
        {
            form.Add(new("resource", $"api://databricks/workspaces/{workspaceId}/zerobusDirectWriteApi"));
            form.Add(new("authorization_details", Privileges(table)));
        }

        return new FormUrlEncodedContent(form);
    }

    private static string Privileges(ZerobusTableName table)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            Privilege(json, "CATALOG", table.Catalog, ["USE CATALOG"]);
            Privilege(json, "SCHEMA", $"{table.Catalog}.{table.Schema}", ["USE SCHEMA"]);
            Privilege(json, "TABLE", table.FullName, ["SELECT", "MODIFY"], "zerobuswrite");
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Privilege(
        Utf8JsonWriter json, string objectType, string path, ReadOnlySpan<string> privileges, string? operation = null)
    {
        json.WriteStartObject();
        json.WriteString("type", "unity_catalog_privileges");
        json.WriteStartArray("privileges");
        foreach (var privilege in privileges)
            json.WriteStringValue(privilege);
        json.WriteEndArray();
        json.WriteString("object_type", objectType);
        json.WriteString("object_full_path", path);
        if (operation is not null)
        {
            json.WriteStartArray("operations");
            json.WriteStringValue(operation);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
