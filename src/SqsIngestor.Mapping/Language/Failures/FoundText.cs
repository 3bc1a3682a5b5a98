using System.Globalization;
using System.Text;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Records.Scalars.Json;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Failures;

/// <summary>What a value is, without its content: its kind, and the length of a text.</summary>
internal static class FoundText
{
    public static string Of(in SourceValue value) => value.Kind switch
    {
        ValueKind.Null => "null",
        ValueKind.True or ValueKind.False => "a bool",
        // Of a message attribute, which SQS does not check.
        ValueKind.Number when !DecimalText.TryParse(value.Text, out _) => "a number that is not written as in JSON",
        ValueKind.Number or ValueKind.Integer => "a number",
        ValueKind.String => TextOf(value),
        ValueKind.Bytes => Count(value.Text.Length, "byte"),
        ValueKind.Instant => "a time",
        ValueKind.Object => "an object",
        ValueKind.Array => "an array",
        _ => "",
    };

    private static string TextOf(in SourceValue value)
    {
        if (value.Text.IsEmpty) return "empty text";
        var isJson = value.Escaped && JsonString.IsWellFormed(value.Text);
        return $"text of {Count(isJson ? CountUnescaped(value.Text) : CountCharacters(value.Text), "character")}";
    }

    /// <summary>Counts in pieces, because a text can be as large as a message.</summary>
    private static int CountUnescaped(ReadOnlySpan<byte> text)
    {
        Span<byte> room = stackalloc byte[JsonText.PieceSize];
        var count = 0;
        while (!text.IsEmpty)
        {
            var piece = JsonText.FirstPiece(text);
            JsonText.TryUnescape(text[..piece], room, out var length);
            count += CountCharacters(room[..length]);
            text = text[piece..];
        }
        return count;
    }

    private static int CountCharacters(ReadOnlySpan<byte> text)
    {
        var count = 0;
        for (; !text.IsEmpty; count++)
        {
            Rune.DecodeFromUtf8(text, out _, out var length);
            text = text[length..];
        }
        return count;
    }

    private static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
