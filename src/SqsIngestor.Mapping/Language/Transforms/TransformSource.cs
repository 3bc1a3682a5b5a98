using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>A source with transforms on it, left to right.</summary>
internal sealed class TransformSource(ValueSource inner, Transform[] steps) : ValueSource
{
    public override string PointerIn(EncodeContext context) => inner.PointerIn(context);

    public override SourceValue Read(EncodeContext context)
    {
        // What the transforms of another column made has been written by now.
        context.Scratch.Reset();
        var value = inner.Read(context);
        foreach (var step in steps)
        {
            // What is not there is for the policies.
            if (value.Kind is ValueKind.Missing or ValueKind.Null or ValueKind.Error) return value;
            value = step.Apply(value, context.Scratch);
        }
        return value;
    }

    public override SourceValue ReadOriginal(EncodeContext context) => inner.ReadOriginal(context);
}
