using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>A part of the text, counted in Unicode scalar values; what lies past the end is left out.</summary>
/// <param name="start">From 0.</param>
/// <param name="count">At most so many.</param>
internal sealed class SubstringTransform(int start, int count) : TextTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        text = text[BytesOf(text, start)..];
        return SourceValue.FromText(text[..BytesOf(text, count)]);
    }

    /// <summary>Bytes of the first scalar values.</summary>
    private static int BytesOf(ReadOnlySpan<byte> text, int scalars)
    {
        if (scalars >= text.Length) return text.Length;
        var at = 0;
        for (; at < text.Length; at++)
        {
            var isContinuation = (text[at] & 0xC0) == 0x80;
            if (!isContinuation && scalars-- == 0) break;
        }
        return at;
    }
}
