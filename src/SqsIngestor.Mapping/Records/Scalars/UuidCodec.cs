using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Scalars;

/// <summary>
/// A UUID as a string: lower case, 8-4-4-4-12. Accepts text with hyphens or without, in braces, and as urn:uuid: (RFC 9562,
/// section 4), in either case.
/// </summary>
internal sealed class UuidCodec : ScalarCodec
{
    private const int CanonicalLength = 36;

    public override RecordErrorCode TryWrite(in SourceValue value, RecordWriter writer)
    {
        if (value.Kind != ValueKind.String) return RecordErrorCode.WrongType;
        if (value.Escaped) return TryWriteUnescaped(value, writer);
        Span<byte> canonical = stackalloc byte[CanonicalLength];
        if (!TryCanonical(Bare(value.Text), canonical)) return RecordErrorCode.Uuid;
        writer.WriteLengthDelimited(canonical);
        return RecordErrorCode.None;
    }

    private static ReadOnlySpan<byte> Bare(ReadOnlySpan<byte> text)
    {
        if (text.Length == CanonicalLength + 2 && text[0] == '{' && text[^1] == '}') return text[1..^1];
        var isUrn = text.Length == CanonicalLength + 9 && System.Text.Ascii.EqualsIgnoreCase(text[..9], "urn:uuid:"u8);
        return isUrn ? text[9..] : text;
    }

    private static bool TryCanonical(ReadOnlySpan<byte> text, Span<byte> canonical)
    {
        var hasHyphens = text.Length == CanonicalLength;
        if (!hasHyphens && text.Length != 32) return false;
        var next = 0;
        for (var i = 0; i < CanonicalLength; i++)
        {
            if (i is 8 or 13 or 18 or 23)
            {
                if (hasHyphens && text[next++] != '-') return false;
                canonical[i] = (byte)'-';
                continue;
            }
            var digit = text[next++];
            if (!char.IsAsciiHexDigit((char)digit)) return false;
            canonical[i] = char.IsAsciiDigit((char)digit) ? digit : (byte)(digit | 0x20);
        }
        return true;
    }
}
