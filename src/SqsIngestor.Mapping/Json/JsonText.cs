using System.Buffers;
using System.Text.Unicode;

namespace SqsIngestor.Mapping.Json;

/// <summary>JSON string text (RFC 8259, section 7) to UTF-8.</summary>
internal static class JsonText
{
    /// <summary>
    /// Writes the value of the text between a string's quotes. <paramref name="destination"/> must hold at least as
    /// many bytes as <paramref name="text"/>: no escape is shorter than what it stands for. False for a lone surrogate
    /// or a malformed escape.
    /// </summary>
    public static bool TryUnescape(ReadOnlySpan<byte> text, Span<byte> destination, out int written)
    {
        written = 0;
        while (true)
        {
            var plain = text.IndexOf((byte)'\\');
            if (plain < 0)
            {
                text.CopyTo(destination[written..]);
                written += text.Length;
                return true;
            }
            text[..plain].CopyTo(destination[written..]);
            written += plain;
            text = text[plain..];
            // Escapes come in runs (JSON inside JSON), so single steps follow until plain text is there again.
            do
            {
                if (!TryUnescapeOne(ref text, destination, ref written)) return false;
            }
            while (text.Length > 0 && text[0] == (byte)'\\');
        }
    }

    /// <summary>Whether a member's name, as it stands in the source, has this value.</summary>
    public static bool NameEquals(ReadOnlySpan<byte> text, bool escaped, ReadOnlySpan<byte> name)
    {
        if (!escaped) return text.SequenceEqual(name);
        if (name.Length > text.Length) return false;
        byte[]? rented = null;
        var buffer = text.Length <= 256 ? stackalloc byte[256] : rented = ArrayPool<byte>.Shared.Rent(text.Length);
        var equal = TryUnescape(text, buffer, out var length) && buffer[..length].SequenceEqual(name);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return equal;
    }

    /// <summary>Whether the bytes are well-formed UTF-8, which the JSON reader does not check inside strings.</summary>
    public static bool IsValidUtf8(ReadOnlySpan<byte> text) => Utf8.IsValid(text);

    private static bool TryUnescapeOne(ref ReadOnlySpan<byte> text, Span<byte> destination, ref int written)
    {
        if (text.Length < 2) return false;
        var code = text[1];
        if (code == (byte)'u') return TryUnescapeUnicode(ref text, destination, ref written);
        var value = code switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' => code,
            (byte)'n' => (byte)'\n',
            (byte)'t' => (byte)'\t',
            (byte)'r' => (byte)'\r',
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            _ => (byte)0,
        };
        if (value == 0) return false;
        destination[written++] = value;
        text = text[2..];
        return true;
    }

    private static bool TryUnescapeUnicode(ref ReadOnlySpan<byte> text, Span<byte> destination, ref int written)
    {
        if (!TryReadHex(text, out int scalar)) return false;
        text = text[6..];
        if (char.IsSurrogate((char)scalar))
        {
            if (!char.IsHighSurrogate((char)scalar) || !TryReadHex(text, out var low) || !char.IsLowSurrogate((char)low)) return false;
            scalar = char.ConvertToUtf32((char)scalar, (char)low);
            text = text[6..];
        }
        written += new System.Text.Rune(scalar).EncodeToUtf8(destination[written..]);
        return true;
    }

    private static bool TryReadHex(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        if (text.Length < 6 || text[0] != (byte)'\\' || text[1] != (byte)'u') return false;
        foreach (var digit in text[2..6])
        {
            if (!char.IsAsciiHexDigit((char)digit)) return false;
            value = (value << 4) | (digit <= (byte)'9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }
        return true;
    }
}
