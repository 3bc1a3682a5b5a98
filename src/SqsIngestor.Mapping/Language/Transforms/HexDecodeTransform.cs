using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>Bytes from hexadecimal digits of either case.</summary>
internal sealed class HexDecodeTransform : TextTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        if (text.Length % 2 != 0) return SourceValue.FromError(RecordErrorCode.Hex);
        if (!scratch.TryReserve(text.Length / 2, out var room)) return SourceValue.FromError(RecordErrorCode.ValueSize);
        for (var i = 0; i < text.Length; i += 2)
        {
            if (!HexText.TryByte(text[i], text[i + 1], out room[i / 2])) return SourceValue.FromError(RecordErrorCode.Hex);
        }
        return SourceValue.FromBytes(scratch.Commit(text.Length / 2));
    }
}
