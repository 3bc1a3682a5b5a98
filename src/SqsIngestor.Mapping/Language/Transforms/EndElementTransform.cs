using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>The first or the last element of an array; nothing of an empty one.</summary>
internal sealed class EndElementTransform(bool last) : Transform
{
    public override SourceValue Apply(scoped in SourceValue value, TransformScratch scratch)
    {
        if (value.Kind != ValueKind.Array) return SourceValue.FromError(RecordErrorCode.WrongType);
        return SourceValue.FromTape(value.Tape!, value.Tape!.TryGetElement(value.Node, last ? -1 : 0, out var element) ? element : -1);
    }
}
