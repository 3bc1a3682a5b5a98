using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>A transform of a single value as text.</summary>
internal abstract class TextTransform : Transform
{
    public sealed override SourceValue Apply(scoped in SourceValue value, TransformScratch scratch)
    {
        var code = scratch.TryText(value, out var text);
        return code == RecordErrorCode.None ? Apply(text, scratch) : SourceValue.FromError(code);
    }

    /// <param name="text">Valid UTF-8.</param>
    /// <param name="scratch">Holds what is made.</param>
    protected abstract SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch);
}
