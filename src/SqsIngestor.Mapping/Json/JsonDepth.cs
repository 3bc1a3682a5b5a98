using System.Text.Json;

namespace SqsIngestor.Mapping.Json;

/// <summary>Tells a document that is nested too deeply from one that is not JSON; the reader's exception does not.</summary>
internal static class JsonDepth
{
    /// <summary>Whether the text, up to where it stops being JSON, is nested deeper than so many levels.</summary>
    public static bool Exceeds(ReadOnlySpan<byte> text, int most)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = most + 1 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= most)
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            return false;
        }
        return false;
    }
}
