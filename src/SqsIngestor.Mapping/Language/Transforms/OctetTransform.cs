using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>A transform of bytes, or of a single value as UTF-8.</summary>
internal abstract class OctetTransform : Transform
{
    public sealed override SourceValue Apply(scoped in SourceValue value, TransformScratch scratch)
    {
        var code = scratch.TryBytes(value, out var bytes);
        return code == RecordErrorCode.None ? Apply(bytes, scratch) : SourceValue.FromError(code);
    }

    protected abstract SourceValue Apply(ReadOnlySpan<byte> bytes, TransformScratch scratch);
}
