using System.Text;
using System.Text.Json;

namespace SqsIngestor.Cli.Infer.Samples;

/// <summary>What a text that is not one JSON document has of JSON.</summary>
internal static class JsonLook
{
    /// <summary>Whether it is several JSON objects or arrays, one after the other.</summary>
    public static bool IsSeveral(string text) => Read(text) is { IsWhole: true, Documents: > 1 };

    /// <summary>Whether it is several documents, or one with a mistake inside, or cut off: not a text in brackets.</summary>
    public static bool IsBroken(string text) =>
        Read(text) is { IsWhole: true, Documents: > 1 } or { IsWhole: false, Depth: > 0, Tokens: > 1 };

    private static (bool IsWhole, int Documents, int Depth, int Tokens) Read(string text)
    {
        var trimmed = text.TrimStart('\uFEFF').Trim();
        if (trimmed is not ['{' or '[', ..]) return default;
        var (documents, depth, tokens) = (0, 0, 0);
        var reader = new Utf8JsonReader(
            Encoding.UTF8.GetBytes(trimmed), new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 1_000 });
        try
        {
            while (reader.Read())
            {
                tokens++;
                depth += reader.TokenType switch
                {
                    JsonTokenType.StartObject or JsonTokenType.StartArray => 1,
                    JsonTokenType.EndObject or JsonTokenType.EndArray => -1,
                    _ => 0,
                };
                if (depth == 0) documents++;
            }

            return (true, documents, depth, tokens);
        }
        catch (JsonException)
        {
            return (false, documents, depth, tokens);
        }
    }
}
