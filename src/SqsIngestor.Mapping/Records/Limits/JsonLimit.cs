using System.Text.Json;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Records.Scalars.Json;

namespace SqsIngestor.Mapping.Records.Limits;

/// <summary>
/// JSON text of a bounded depth in which no object has a name twice, in a string field: VARIANT, as Spark's parse_json reads it.
/// </summary>
/// <param name="MostLevels">The most objects and arrays around a value.</param>
public sealed record JsonLimit(int MostLevels) : ValueLimit
{
    internal override RecordErrorCode Check(ReadOnlySpan<byte> wire, CodecArrays arrays)
    {
        var text = Text(wire);
        // The reader needs to know only how deep it may go before it says that text is not JSON.
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = int.MaxValue });
        var (names, longest, depth) = (0, 0, 0);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    names++;
                    if (reader.ValueIsEscaped) longest = Math.Max(longest, reader.ValueSpan.Length);
                }
                else if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    depth = Math.Max(depth, reader.CurrentDepth + 1);
                }
            }
        }
        catch (JsonException)
        {
            return RecordErrorCode.JsonSyntax;
        }
        return depth > MostLevels ? RecordErrorCode.Depth
            : !JsonString.IsWellFormed(text) ? RecordErrorCode.TextEncoding
            : names > 1 && new JsonNames(text, longest, arrays).HasDuplicate(names, depth) ? RecordErrorCode.DuplicateKey
            : RecordErrorCode.None;
    }
}
