using System.Buffers;
using System.Buffers.Text;

namespace SqsIngestor.Mapping.Text;

/// <summary>
/// Text that can be base64, with the size of its bytes. Columns, transforms, binary attributes and steps of the payload all read
/// base64 by this rule: the digits are those of base64 or of base64url (RFC 4648, sections 4 and 5), not of both in one text;
/// padding can be left out, otherwise it is complete and only at the end; spaces, tabs and line breaks are ignored; so are unused
/// bits of the last digit.
/// </summary>
internal readonly ref struct Base64Text
{
    private static readonly SearchValues<byte> UrlDigits = SearchValues.Create("-_"u8);
    private static readonly SearchValues<byte> NoDigits = SearchValues.Create("= \t\r\n"u8);

    private readonly ReadOnlySpan<byte> _text;
    private readonly bool _hasGaps;

    private Base64Text(ReadOnlySpan<byte> text, int digits, bool hasGaps)
    {
        _text = text;
        _hasGaps = hasGaps;
        Size = (digits / 4 * 3) + Math.Max(0, (digits % 4) - 1);
    }

    /// <summary>The number of bytes that the text stands for.</summary>
    public int Size { get; }

    /// <summary>False if the number of digits or the padding is not that of base64. The digits are not checked yet.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out Base64Text result)
    {
        var digits = text.IndexOfAny(NoDigits);
        if (digits < 0) digits = text.Length;
        var padding = text.Length - digits;
        var rest = text[digits..];
        var hasGaps = !(padding == 0 || rest.SequenceEqual("="u8) || rest.SequenceEqual("=="u8));
        if (hasGaps && !TryCount(text, out digits, out padding))
        {
            result = default;
            return false;
        }
        result = new(hasGaps ? text : text[..digits], digits, hasGaps);
        return padding == 0 ? digits % 4 != 1 : padding <= 2 && (digits + padding) % 4 == 0;
    }

    /// <summary>
    /// Fills the room, which has exactly <see cref="Size"/> bytes. False if a digit is none of the alphabet; what is in the room
    /// has no meaning then.
    /// </summary>
    public bool TryDecode(Span<byte> room)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(room.Length, Size);
        var isUrl = _text.ContainsAny(UrlDigits);
        if (_hasGaps) return TryDecodeEach(_text, isUrl, room);
        var tail = _text.Length % 4;
        var quads = _text[..^tail];
        var status = isUrl
            ? Base64Url.DecodeFromUtf8(quads, room, out _, out var written)
            : Base64.DecodeFromUtf8(quads, room, out _, out written);
        return status == OperationStatus.Done && TryDecodeEach(_text[^tail..], isUrl, room[written..]);
    }

    private static bool TryCount(ReadOnlySpan<byte> text, out int digits, out int padding)
    {
        (digits, padding) = (0, 0);
        foreach (var b in text)
        {
            if (b == '=') padding++;
            else if (IsGap(b)) continue;
            else if (padding > 0) return false;
            else digits++;
        }
        return true;
    }

    /// <summary>Decodes digit by digit up to the padding. True if that fills the room.</summary>
    private static bool TryDecodeEach(ReadOnlySpan<byte> text, bool isUrl, Span<byte> room)
    {
        var (bits, count, written) = (0, 0, 0);
        foreach (var b in text)
        {
            if (IsGap(b)) continue;
            if (b == '=') break;
            var digit = Digit(b, isUrl);
            if (digit < 0) return false;
            bits = ((bits << 6) | digit) & 0xFFFFFF;
            count++;
            // Each digit but the first of four completes a byte.
            var shift = 6 - (2 * ((count - 1) % 4));
            if (shift > 4) continue;
            if (written == room.Length) return false;
            room[written++] = (byte)(bits >> shift);
        }
        return written == room.Length;
    }

    private static bool IsGap(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private static int Digit(byte b, bool isUrl) => b switch
    {
        >= (byte)'A' and <= (byte)'Z' => b - 'A',
        >= (byte)'a' and <= (byte)'z' => b - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => b - '0' + 52,
        (byte)'+' when !isUrl => 62,
        (byte)'/' when !isUrl => 63,
        (byte)'-' when isUrl => 62,
        (byte)'_' when isUrl => 63,
        _ => -1,
    };
}
