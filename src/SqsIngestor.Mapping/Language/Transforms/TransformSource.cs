using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>A source with its transforms, applied from left to right.</summary>
internal sealed class TransformSource(ValueSource inner, Transform[] steps) : ValueSource
{
    private readonly bool _keepsAll = Array.TrueForAll(steps, static step => step.KeepsAll);

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

    public override SourceValue Misfit(EncodeContext context, out string wanted)
    {
        wanted = "";
        context.Scratch.Reset();
        var value = inner.Read(context);
        if (value.Kind == ValueKind.Error) return inner.Misfit(context, out wanted);
        foreach (var step in steps)
        {
            var result = step.Apply(value, context.Scratch);
            if (result.Kind == ValueKind.Error)
            {
                wanted = step.Wanted;
                break;
            }
            value = result;
        }
        return value;
    }

    public override bool CanBeBlocked => inner.CanBeBlocked;

    public override SourceValue BlockedBy(EncodeContext context) => inner.BlockedBy(context);

    public override string BlockedAt(EncodeContext context) => inner.BlockedAt(context);

    public override RecordErrorCode BlockedCode(EncodeContext context) => inner.BlockedCode(context);

    public override void MarkRead(EncodeContext context) => inner.MarkRead(context);

    /// <summary>
    /// The row has read what the result has of the value in the message. It does not if the column leaves out a part of the
    /// result. A text, a number or a bool counts as read whatever else the transforms make of it; an array or an object does not
    /// if they leave out something of it.
    /// </summary>
    /// <param name="isWhole">The column writes all of the result.</param>
    /// <param name="context">The row.</param>
    public void MarkRead(bool isWhole, EncodeContext context)
    {
        // What an expression gives is not a value of the message.
        if (inner is ExpressionSource || !isWhole) return;
        var value = inner.ReadOriginal(context);
        if (value.Kind is not (ValueKind.Object or ValueKind.Array)) inner.MarkRead(context);
        else if (_keepsAll) steps[0].MarkRead(value);
    }

    public override void Rescue(EncodeContext context) => inner.Rescue(context);

    public override SourceValue ReadOriginal(EncodeContext context) => inner.ReadOriginal(context);
}
