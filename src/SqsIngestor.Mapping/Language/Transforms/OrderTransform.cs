using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>An array's elements in order, or each once at its first place.</summary>
/// <param name="sort">In order; otherwise each once.</param>
internal sealed class OrderTransform(bool sort) : Transform
{
    public override SourceValue Apply(scoped in SourceValue value, TransformScratch scratch)
    {
        if (value.Kind != ValueKind.Array) return SourceValue.FromError(RecordErrorCode.WrongType);
        var code = scratch.Order.TryLoad(value.Tape!, value.Node);
        if (code != RecordErrorCode.None) return SourceValue.FromError(code);
        if (!sort) scratch.Order.DropRepeated();
        var list = new ListWriter(scratch);
        foreach (var element in scratch.Order.Elements) list.Add(value.Tape!, element.Node);
        return list.End();
    }
}
