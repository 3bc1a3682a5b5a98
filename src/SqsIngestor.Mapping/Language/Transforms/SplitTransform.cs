using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>The parts between a separator as an array; text without it is one part.</summary>
internal sealed class SplitTransform(byte[] separator) : TextTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        var list = new ListWriter(scratch);
        for (var next = text.IndexOf(separator); next >= 0; next = text.IndexOf(separator))
        {
            list.Add(text[..next]);
            text = text[(next + separator.Length)..];
        }
        list.Add(text);
        return list.End();
    }
}
