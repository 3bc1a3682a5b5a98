using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>A source with its transforms, applied from left to right.</summary>
internal sealed class TransformSource(ValueSource inner, Transform[] steps) : ValueSource
{
    public override string PointerIn(EncodeContext context) => inner.PointerIn(context);

    public override SourceValue Read(EncodeContext context)
    {
        // The results of the previous column are already written.
        context.Scratch.Reset();
        var value = inner.Read(context);
        foreach (var step in steps)
        {
            // The column's policies decide about missing and null.
            if (value.Kind is ValueKind.Missing or ValueKind.Null or ValueKind.Error) return value;
            value = step.Apply(value, context.Scratch);
        }
        return value;
    }

    public override bool CanBeBlocked => inner.CanBeBlocked;

    public override SourceValue BlockedBy(EncodeContext context) => inner.BlockedBy(context);

    public override string BlockedAt(EncodeContext context) => inner.BlockedAt(context);

    public override RecordErrorCode BlockedCode(EncodeContext context) => inner.BlockedCode(context);

    public override void MarkRead(EncodeContext context) => inner.MarkRead(context);

    public override void Rescue(EncodeContext context) => inner.Rescue(context);

    public override SourceValue ReadOriginal(EncodeContext context) => inner.ReadOriginal(context);
}
