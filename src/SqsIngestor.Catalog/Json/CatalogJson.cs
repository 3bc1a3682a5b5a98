using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

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
