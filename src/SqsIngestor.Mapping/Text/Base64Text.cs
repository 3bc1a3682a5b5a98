using System.Buffers;
using System.Buffers.Text;

namespace SqsIngestor.Mapping.Text;

/// <summary>base64 and base64url, padded or not (RFC 4648, sections 4 and 5).</summary>
internal static class Base64Text
{
    private static readonly SearchValues<byte> UrlCharacters = SearchValues.Create("-_"u8);
    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n"u8);

    /// <summary>The number of bytes after decoding; negative if the length or the padding is not base64.</summary>
    public static int DecodedSize(ReadOnlySpan<byte> text)
    {
        var padding = Padding(text);
        if (padding > 0 && text.Length % 4 != 0) return -1;
        var tail = (text.Length - padding) % 4;
        return tail == 1 ? -1 : ((text.Length - padding) / 4 * 3) + Math.Max(0, tail - 1);
    }

    /// <summary>Decodes text that has a <see cref="DecodedSize"/>; the room must be 3 bytes larger than the result.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> room, out int written)
    {
        written = 0;
        // RFC 4648, section 3.3: characters outside the alphabet are refused. The library skips white space.
        if (text.ContainsAny(WhiteSpace)) return false;
        var digits = text[..^Padding(text)];
        return digits.ContainsAny(UrlCharacters)
            ? Base64Url.DecodeFromUtf8(digits, room, out _, out written) == OperationStatus.Done
            : TryDecodeStandard(digits, digits.Length % 4, room, out written);
    }

    private static int Padding(ReadOnlySpan<byte> text) =>
        text.Length > 1 && text[^2] == '=' ? 2 : text.Length > 0 && text[^1] == '=' ? 1 : 0;

    private static bool TryDecodeStandard(ReadOnlySpan<byte> digits, int tail, Span<byte> room, out int written)
    {
        if (Base64.DecodeFromUtf8(digits[..^tail], room, out _, out written) != OperationStatus.Done) return false;
        if (tail == 0) return true;
        Span<byte> last = stackalloc byte[4];
        "===="u8.CopyTo(last);
        digits[^tail..].CopyTo(last);
        if (Base64.DecodeFromUtf8(last, room[written..], out _, out var rest) != OperationStatus.Done) return false;
        written += rest;
        return true;
    }
}
