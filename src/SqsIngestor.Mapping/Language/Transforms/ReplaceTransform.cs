using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>Every occurrence of a text by another, left to right, without looking at what was put in.</summary>
internal sealed class ReplaceTransform(byte[] old, byte[] replacement) : TextTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        var next = text.IndexOf(old);
        if (next < 0) return SourceValue.FromText(text);
        var start = scratch.Used;
        for (; next >= 0; next = text.IndexOf(old))
        {
            if (!scratch.TryAppend(text[..next]) || !scratch.TryAppend(replacement)) return SourceValue.FromError(RecordErrorCode.ValueSize);
            text = text[(next + old.Length)..];
        }
        return scratch.TryAppend(text)
            ? SourceValue.FromText(scratch.Bytes.AsSpan(start, scratch.Used - start))
            : SourceValue.FromError(RecordErrorCode.ValueSize);
    }
}
