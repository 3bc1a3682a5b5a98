using System.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>Without Unicode white space at both ends.</summary>
internal sealed class TrimTransform : TextTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        while (text.Length > 0)
        {
            Rune.DecodeFromUtf8(text, out var first, out var length);
            if (!Rune.IsWhiteSpace(first)) break;
            text = text[length..];
        }
        while (text.Length > 0)
        {
            Rune.DecodeLastFromUtf8(text, out var last, out var length);
            if (!Rune.IsWhiteSpace(last)) break;
            text = text[..^length];
        }
        return SourceValue.FromText(text);
    }
}
