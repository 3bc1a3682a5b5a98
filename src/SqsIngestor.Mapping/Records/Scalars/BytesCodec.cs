using System.Buffers;
using System.Buffers.Text;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Sources;

namespace SqsIngestor.Mapping.Records.Scalars;

/// <summary>bytes from base64 or base64url, padded or not, and from values that are bytes already.</summary>
internal sealed class BytesCodec : ScalarCodec
{
    private static readonly SearchValues<byte> UrlCharacters = SearchValues.Create("-_"u8);
    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n"u8);

    public override RecordErrorCode TryWrite(in SourceValue value, RecordWriter writer)
    {
        if (value.Kind == ValueKind.Bytes)
        {
            writer.WriteLengthDelimited(value.Text);
            return RecordErrorCode.None;
        }
        if (value.Kind != ValueKind.String) return RecordErrorCode.WrongType;
        if (!value.Escaped) return TryWriteBase64(value.Text, writer) ? RecordErrorCode.None : RecordErrorCode.Base64;
        // Base64 is escaped at most as "\/", and seldom.
        var rented = ArrayPool<byte>.Shared.Rent(value.Text.Length);
        var decoded = JsonText.TryUnescape(value.Text, rented, out var length) && TryWriteBase64(rented.AsSpan(0, length), writer);
        ArrayPool<byte>.Shared.Return(rented);
        return decoded ? RecordErrorCode.None : RecordErrorCode.Base64;
    }

    private static bool TryWriteBase64(ReadOnlySpan<byte> text, RecordWriter writer)
    {
        // RFC 4648, section 3.3: characters outside the alphabet are refused. The library skips white space.
        if (text.ContainsAny(WhiteSpace)) return false;
        var padding = text.Length > 1 && text[^2] == '=' ? 2 : text.Length > 0 && text[^1] == '=' ? 1 : 0;
        if (padding > 0 && text.Length % 4 != 0) return false;
        var digits = text[..^padding];
        var tail = digits.Length % 4;
        if (tail == 1) return false;
        writer.WriteVarint((uint)(digits.Length / 4 * 3 + Math.Max(0, tail - 1)));
        var room = writer.Reserve(digits.Length);
        int written;
        if (digits.ContainsAny(UrlCharacters))
        {
            if (Base64Url.DecodeFromUtf8(digits, room, out _, out written) != OperationStatus.Done) return false;
        }
        else if (!TryDecodeStandard(digits, tail, room, out written))
        {
            return false;
        }
        writer.Position += written;
        return true;
    }

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
