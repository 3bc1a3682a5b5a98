using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>A member of a map that evaluation finds.</summary>
internal sealed class SelectNode(CelNode operand, CelValue member, int offset) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        var value = operand.Evaluate(context);
        if (value.IsError) return value;
        if (value.Kind != CelKind.Map) return CelValue.Fail(CelErrorCode.NoMatchingOverload).At(offset);
        var found = CelContainers.Lookup(value, member, context);
        return found.IsMissing ? CelValue.Fail(CelErrorCode.NoSuchField).At(offset) : found.At(offset);
    }
}
