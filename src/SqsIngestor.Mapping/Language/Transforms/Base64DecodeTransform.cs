using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>Bytes from base64 or base64url, padded or not.</summary>
internal sealed class Base64DecodeTransform : TextTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        var size = Base64Text.DecodedSize(text);
        if (size < 0) return SourceValue.FromError(RecordErrorCode.Base64);
        if (!scratch.TryReserve(size + 3, out var room)) return SourceValue.FromError(RecordErrorCode.ValueSize);
        return Base64Text.TryDecode(text, room, out var written)
            ? SourceValue.FromBytes(scratch.Commit(written))
            : SourceValue.FromError(RecordErrorCode.Base64);
    }
}
