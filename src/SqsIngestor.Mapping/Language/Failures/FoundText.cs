using System.Globalization;
using System.Text;
using SqsIngestor.Mapping.Json;
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
        var text = value.Text;
        var whole = new byte[text.Length];
        if (value.Escaped && JsonText.TryUnescape(text, whole, out var length)) text = whole.AsSpan(0, length);
        if (text.IsEmpty) return "empty text";
        return $"text of {Count(Encoding.UTF8.GetString(text).EnumerateRunes().Count(), "character")}";
    }

    private static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
