using System.Text.Json;
using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Events;

/// <summary>
/// An event that asks whether the function can write to its tables, and has no message: <c>{"Records":[],"probe":true}</c>. A
/// function that does not know it takes it for an empty batch.
/// </summary>
public static class ProbeEvent
{
    /// <summary>The event.</summary>
    public static ReadOnlyMemory<byte> Utf8 { get; } = """{"Records":[],"probe":true}"""u8.ToArray();

    /// <summary>
    /// Whether an event is a probe. An event that begins with a message, as those of SQS do, is read only if the name
    /// <c>probe</c> is found somewhere in it.
    /// </summary>
    /// <param name="utf8">The event. One that is not JSON is not a probe.</param>
    /// <exception cref="SqsEventException">It has messages as well, or <c>probe</c> is neither true nor false.</exception>
    public static bool Matches(ReadOnlySpan<byte> utf8)
    {
        if (BeginsWithMessage(utf8) && utf8.IndexOf("\"probe\""u8) < 0) return false;
        var reader = new Utf8JsonReader(utf8);
        try
        {
            return Read(ref reader);
        }
        catch (JsonException)
        {
            // The reader of events says what is wrong.
            return false;
        }
    }

    private static bool Read(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        var (isProbe, hasRecords, hasMessages) = (false, false, false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (JsonText.NameEquals(reader.ValueSpan, reader.ValueIsEscaped, "probe"u8))
            {
                reader.Read();
                isProbe = reader.TokenType switch
                {
                    JsonTokenType.True => true,
                    JsonTokenType.False or JsonTokenType.Null => false,
                    _ => throw new SqsEventException("'probe' of the event is neither true nor false"),
                };
            }
            else if (JsonText.NameEquals(reader.ValueSpan, reader.ValueIsEscaped, "Records"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.StartArray) return false;
                hasRecords = true;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    hasMessages = true;
                    reader.Skip();
                }
            }
            else
            {
                reader.Skip();
            }
        }
        if (!isProbe || !hasRecords) return false;
        if (hasMessages) throw new SqsEventException("a probe must not have records: no record was written");
        return true;
    }

    // A probe has no message, so no probe is missed, whatever the rest of the event is.
    private static bool BeginsWithMessage(ReadOnlySpan<byte> utf8)
    {
        var rest = utf8;
        return TrySkip(ref rest, "{"u8) && TrySkip(ref rest, "\"Records\""u8) && TrySkip(ref rest, ":"u8)
            && TrySkip(ref rest, "["u8) && TrySkip(ref rest, "{"u8);
    }

    private static bool TrySkip(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> token)
    {
        rest = rest.TrimStart(" \t\r\n"u8);
        if (!rest.StartsWith(token)) return false;
        rest = rest[token.Length..];
        return true;
    }
}
