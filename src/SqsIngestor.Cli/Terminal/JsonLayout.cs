using System.Text.Encodings.Web;
using System.Text.Json;

namespace SqsIngestor.Cli.Terminal;

/// <summary>JSON for people and scripts: indented, LF at every line's end, and letters of every language as they are.</summary>
internal static class JsonLayout
{
    public static JsonSerializerOptions Indented { get; } =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonWriterOptions IndentedWriter { get; } =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
