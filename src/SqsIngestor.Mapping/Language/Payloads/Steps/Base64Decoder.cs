using System.Buffers;
using System.Buffers.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary>
/// <c>base64</c> and <c>base64url</c> (RFC 4648, sections 4 and 5). Padding is optional. White space is skipped,
/// because tools break long lines (RFC 2045, section 6.8).
/// </summary>
internal sealed class Base64Decoder(bool isUrl) : PayloadDecoder
{
    private const int LongestPadding = 2;

    public override RecordErrorCode Decode(ref PayloadBuffer payload)
    {
        var text = payload.Written;
        Output.Length = 0;
        var room = Output.Reserve(text.Length + LongestPadding);
        int written;
        if (isUrl)
        {
            if (Base64Url.DecodeFromUtf8(text, room, out _, out written) != OperationStatus.Done) return RecordErrorCode.Base64;
        }
        else if (!TryDecode(text, room, out written))
        {
            return RecordErrorCode.Base64;
        }
        Output.Length = written;
        payload = Output;
        return RecordErrorCode.None;
    }

    private static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> room, out int written)
    {
        if (Base64.DecodeFromUtf8(text, room, out _, out written) == OperationStatus.Done) return true;
        // The library refuses base64 without padding, so pad the digits and decode them in place.
        var digits = 0;
        foreach (var b in text)
        {
            if (b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') continue;
            if (b == (byte)'=') return false;
            room[digits++] = b;
        }
        if (digits % 4 is 0 or 1) return false;
        while (digits % 4 != 0) room[digits++] = (byte)'=';
        return Base64.DecodeFromUtf8InPlace(room[..digits], out written) == OperationStatus.Done;
    }
}
