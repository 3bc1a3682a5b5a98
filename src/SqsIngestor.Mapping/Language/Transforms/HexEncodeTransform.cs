using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>Bytes, or text as UTF-8, in lower-case hexadecimal digits.</summary>
internal sealed class HexEncodeTransform : OctetTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> bytes, TransformScratch scratch)
    {
        if (!scratch.TryReserve(bytes.Length * 2L, out var room)) return SourceValue.FromError(RecordErrorCode.ValueSize);
        HexText.Encode(bytes, room);
        return SourceValue.FromText(scratch.Commit(bytes.Length * 2));
    }
}
