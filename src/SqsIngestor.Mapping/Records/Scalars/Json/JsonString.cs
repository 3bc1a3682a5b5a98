using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Records.Scalars.Json;

/// <summary>UTF-8 to JSON string text, and whether JSON text is well-formed Unicode.</summary>
internal static class JsonString
{
    /// <summary>The most bytes that one byte of text can become.</summary>
    public const int MaxExpansion = 6;

    /// <summary>
    /// Writes the text with the escapes that RFC 8259, section 7, requires, and no others. No quotes around it.
    /// </summary>
    public static int Escape(ReadOnlySpan<byte> text, Span<byte> room)
    {
        var written = 0;
        foreach (var b in text)
        {
            if (b is (byte)'"' or (byte)'\\')
            {
                room[written++] = (byte)'\\';
                room[written++] = b;
            }
            else if (b < 0x20)
            {
                "\\u00"u8.CopyTo(room[written..]);
                room[written + 4] = (byte)('0' + (b >> 4));
                room[written + 5] = "0123456789abcdef"u8[b & 15];
                written += MaxExpansion;
            }
            else
            {
                room[written++] = b;
            }
        }
        return written;
    }

    /// <summary>The bytes that <see cref="Escape"/> writes.</summary>
    public static int EscapedLength(ReadOnlySpan<byte> text)
    {
        var length = text.Length;
        foreach (var b in text) length = checked(length + (b is (byte)'"' or (byte)'\\' ? 1 : b < 0x20 ? MaxExpansion - 1 : 0));
        return length;
    }

    /// <summary>
    /// Whether JSON text, a whole value or the text between a string's quotes, is valid UTF-8 and escapes no lone surrogate. The
    /// JSON reader checks neither.
    /// </summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> json)
    {
        if (!JsonText.IsValidUtf8(json)) return false;
        while (json.IndexOf((byte)'\\') is >= 0 and var at)
        {
            json = json[at..];
            if (json.Length < 2) return false;
            if (json[1] != 'u')
            {
                json = json[2..];
                continue;
            }
            if (!TryCodeUnit(json, out var unit) || char.IsLowSurrogate(unit)) return false;
            json = json[6..];
            if (!char.IsHighSurrogate(unit)) continue;
            if (!TryCodeUnit(json, out var low) || !char.IsLowSurrogate(low)) return false;
            json = json[6..];
        }
        return true;
    }

    private static bool TryCodeUnit(ReadOnlySpan<byte> json, out char unit)
    {
        unit = '\0';
        if (json.Length < 6 || json[0] != '\\' || json[1] != 'u') return false;
        if (!System.Buffers.Text.Utf8Parser.TryParse(json[2..6], out ushort value, out var length, 'x') || length != 4)
        {
            return false;
        }
        unit = (char)value;
        return true;
    }
}
