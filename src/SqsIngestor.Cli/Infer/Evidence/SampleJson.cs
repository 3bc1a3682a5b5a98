using System.Text.Json;

namespace SqsIngestor.Cli.Infer.Evidence;

/// <summary>Parses JSON of samples, as deep as VARIANT takes it.</summary>
internal static class SampleJson
{
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 1_000 };

    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static JsonDocument Parse(string text) => JsonDocument.Parse(text.TrimStart('\uFEFF'), Depth);

    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> text) => JsonDocument.Parse(text, Depth);
}
