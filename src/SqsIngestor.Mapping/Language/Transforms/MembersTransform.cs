using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>The names or the values of an object's members as an array, in the source's order.</summary>
internal sealed class MembersTransform(bool names) : Transform
{
    public override SourceValue Apply(scoped in SourceValue value, TransformScratch scratch)
    {
        if (value.Kind != ValueKind.Object) return SourceValue.FromError(RecordErrorCode.WrongType);
        var tape = value.Tape!;
        var list = new ListWriter(scratch);
        for (int member = value.Node + 1, end = tape[value.Node].End; member < end; member = tape[member + 1].End)
        {
            list.Add(tape, names ? member : member + 1);
        }
        return list.End();
    }
}
