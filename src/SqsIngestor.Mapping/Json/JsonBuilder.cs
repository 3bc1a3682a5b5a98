using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SqsIngestor.Mapping.Json;

/// <summary>JSON text for people and for tests; encoding does not use it.</summary>
internal static class JsonBuilder
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The output of <paramref name="write"/> as text with only the escapes that JSON requires.</summary>
    public static string Write(Action<Utf8JsonWriter> write, bool indented = false)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options with { Indented = indented, NewLine = "\n" })) write(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
