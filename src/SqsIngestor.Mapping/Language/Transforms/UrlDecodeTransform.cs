using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>Form encoding, as S3 writes keys: %XX is a byte of UTF-8, + a space.</summary>
internal sealed class UrlDecodeTransform : TextTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        if (text.IndexOfAny((byte)'%', (byte)'+') < 0) return SourceValue.FromText(text);
        if (!scratch.TryReserve(text.Length, out var room)) return SourceValue.FromError(RecordErrorCode.ValueSize);
        var written = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var b = text[i] == '+' ? (byte)' ' : text[i];
            if (b == '%')
            {
                if (i + 2 >= text.Length || !HexText.TryByte(text[i + 1], text[i + 2], out b)) return SourceValue.FromError(RecordErrorCode.UrlEncoding);
                i += 2;
            }
            room[written++] = b;
        }
        var decoded = scratch.Commit(written);
        return JsonText.IsValidUtf8(decoded) ? SourceValue.FromText(decoded) : SourceValue.FromError(RecordErrorCode.TextEncoding);
    }
}
