using System.Buffers;
using System.Buffers.Text;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>base64.encode and base64.decode (RFC 4648, section 4).</summary>
internal static class CelBase64
{
    public static CelValue Encode(ReadOnlySpan<CelValue> a, CelContext context)
    {
        var bytes = a[0].Span;
        var length = (bytes.Length + 2L) / 3 * 4;
        if (!context.Charge(length >> 4) || length > Array.MaxLength) return CelValue.Fail(CelErrorCode.CostLimit);
        Base64.EncodeToUtf8(bytes, context.Reserve((int)length, out var buffer, out var start), out _, out var written);
        context.Keep(written);
        return CelValue.String(buffer, start, written);
    }

    /// <summary>The padding at the end may be left out.</summary>
    public static CelValue Decode(ReadOnlySpan<CelValue> a, CelContext context)
    {
        var text = a[0].Span;
        if (!context.ChargeBytes(text.Length)) return CelValue.Fail(CelErrorCode.CostLimit);
        var room = context.Reserve(text.Length + 3, out var buffer, out var start);
        text.CopyTo(room);
        var length = text.Length;
        while (length % 4 != 0) room[length++] = (byte)'=';
        if (Base64.DecodeFromUtf8InPlace(room[..length], out var written) != OperationStatus.Done)
        {
            return CelValue.Fail(CelErrorCode.NotConvertible);
        }
        context.Keep(written);
        return CelValue.Bytes(buffer, start, written);
    }
}
