using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>Upper or lower case by Unicode's simple mappings, the same in every culture.</summary>
internal sealed class CaseTransform(bool upper) : TextTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        if (!scratch.TryReserve((long)text.Length * CaseFold.MaxExpansion, out var room)) return SourceValue.FromError(RecordErrorCode.ValueSize);
        return SourceValue.FromText(scratch.Commit(upper ? CaseFold.Upper(text, room) : CaseFold.Lower(text, room)));
    }
}
