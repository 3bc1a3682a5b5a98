using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>At most so many bytes of UTF-8, never half a character.</summary>
internal sealed class TruncateTransform(int bytes) : TextTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        if (text.Length <= bytes) return SourceValue.FromText(text);
        var end = bytes;
        while (end > 0 && (text[end] & 0xC0) == 0x80) end--;
        return SourceValue.FromText(text[..end]);
    }
}
