using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text.Normalization;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>Unicode's normalization form C.</summary>
internal sealed class NormalizeTransform : TextTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        var kept = Normalizer.NormalizedPrefix(text);
        if (kept == text.Length) return SourceValue.FromText(text);
        if (!scratch.TryReserve(kept + (text.Length - kept) * (long)Normalizer.MaxExpansion, out var room)) return SourceValue.FromError(RecordErrorCode.ValueSize);
        text[..kept].CopyTo(room);
        return SourceValue.FromText(scratch.Commit(kept + scratch.Normalizer.Normalize(text[kept..], room[kept..])));
    }
}
