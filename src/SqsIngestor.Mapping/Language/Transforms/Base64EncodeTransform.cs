using System.Buffers.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>Bytes, or text as UTF-8, in base64 with padding.</summary>
internal sealed class Base64EncodeTransform : OctetTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> bytes, TransformScratch scratch)
    {
        if (!scratch.TryReserve(((bytes.Length + 2L) / 3 * 4) + 4, out var room)) return SourceValue.FromError(RecordErrorCode.ValueSize);
        Base64.EncodeToUtf8(bytes, room, out _, out var written);
        return SourceValue.FromText(scratch.Commit(written));
    }
}
