using System.Diagnostics;
using System.Globalization;
using System.Text;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Time;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Failures;

/// <summary>A value of a source as JSON, for people.</summary>
internal static class SourceText
{
    public static string? Of(in SourceValue value)
    {
        switch (value.Kind)
        {
            case ValueKind.Missing or ValueKind.Error:
                return null;
            case ValueKind.String:
                var text = new byte[value.Text.Length];
                // Half a surrogate pair has no text, so the text of the event is shown.
                var whole = value.Escaped && JsonText.TryUnescape(value.Text, text, out var length)
                    ? text.AsSpan(0, length)
                    : value.Text;
                var shown = Encoding.UTF8.GetString(whole);
                return JsonBuilder.Write(writer => writer.WriteStringValue(shown));
            case ValueKind.Bytes:
                return Convert.ToBase64String(value.Text);
            case ValueKind.Integer:
                return value.Integer.ToString(CultureInfo.InvariantCulture);
            case ValueKind.Instant:
                return TimeText.Instant(value.Integer) ?? value.Integer.ToString(CultureInfo.InvariantCulture);
            case ValueKind.Null:
                return "null";
            case ValueKind.True or ValueKind.False:
                return value.Kind == ValueKind.True ? "true" : "false";
            case ValueKind.Number or ValueKind.Object or ValueKind.Array:
                return Encoding.UTF8.GetString(WithoutSpace(value.Text));
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>JSON without white space between its tokens.</summary>
    private static byte[] WithoutSpace(ReadOnlySpan<byte> json)
    {
        var kept = new List<byte>(json.Length);
        var (inString, escaped) = (false, false);
        foreach (var b in json)
        {
            if (!inString && b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') continue;
            kept.Add(b);
            if (b == '"' && !escaped) inString = !inString;
            escaped = b == '\\' && !escaped;
        }
        return [.. kept];
    }
}
