using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SqsIngestor.Catalog.Json;

/// <summary>
/// The JSON of <c>GET /api/2.1/unity-catalog/tables/{full_name}</c>. Reading ignores members that do not describe columns
/// and types, takes null for missing, and keeps a column whose type it does not know as <see cref="Types.UnknownType"/>.
/// </summary>
public static class CatalogJson
{
    private const int MaxJsonDepth = 64;

    // Like the catalog: type texts keep their < and >.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads one table.</summary>
    /// <param name="utf8">The JSON text.</param>
    /// <exception cref="CatalogJsonException">The text is not JSON, or not a table.</exception>
    public static CatalogTable Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(WithoutMark(utf8), new JsonDocumentOptions { MaxDepth = MaxJsonDepth });
            return TableJsonReader.Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new CatalogJsonException(
                CatalogJsonErrors.Syntax, "", "this is not JSON; check whether a proxy sent an error page", e);
        }
    }

    /// <summary>Reads the keys of the tags of a column: <c>{"tag_assignments":[{"tag_key":…}]}</c>.</summary>
    /// <param name="utf8">The JSON text.</param>
    /// <exception cref="CatalogJsonException">The text is not JSON.</exception>
    public static IReadOnlySet<string> ReadTags(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            var list = JsonNode.Parse(WithoutMark(utf8).Span)?["tag_assignments"] as JsonArray ?? [];
            var keys = list.Select(tag => (tag as JsonObject)?["tag_key"]).OfType<JsonValue>();
            return keys.Where(key => key.GetValueKind() == JsonValueKind.String).Select(key => key.GetValue<string>())
                .ToHashSet();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new CatalogJsonException(CatalogJsonErrors.Syntax, "", "this is not a list of tags", e);
        }
    }

    /// <summary>Writes the tags of a column as the catalog does.</summary>
    /// <param name="column">The full name of the column, <c>catalog.schema.table.column</c>.</param>
    /// <param name="tags">The keys.</param>
    public static string WriteTags(string column, IEnumerable<string> tags) => new JsonObject
    {
        ["tag_assignments"] = new JsonArray([
            .. tags.Select(key => new JsonObject
            {
                ["entity_type"] = "columns", ["entity_name"] = column, ["tag_key"] = key,
            })]),
    }.ToJsonString();

    /// <summary>The text without a byte order mark at its start.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> utf8) =>
        utf8.Span.StartsWith("\uFEFF"u8) ? utf8["\uFEFF"u8.Length..] : utf8;

    /// <summary>Reads one table from a parsed document.</summary>
    /// <exception cref="CatalogJsonException">The element is not a table.</exception>
    public static CatalogTable Read(JsonElement table) => TableJsonReader.Read(table);

    /// <summary>Writes one table as the catalog does.</summary>
    public static void Write(Utf8JsonWriter writer, CatalogTable table)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(table);
        TableJsonWriter.Write(writer, table);
    }

    /// <summary>Writes one table as UTF-8 JSON without indentation.</summary>
    public static ReadOnlyMemory<byte> Write(CatalogTable table)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Readable)) Write(writer, table);
        return buffer.WrittenMemory;
    }
}
