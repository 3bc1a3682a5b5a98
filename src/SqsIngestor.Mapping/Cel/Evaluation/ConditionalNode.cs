using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>One of two values; the other is not evaluated.</summary>
internal sealed class ConditionalNode(CelNode condition, CelNode whenTrue, CelNode whenFalse, int offset) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        var value = condition.Evaluate(context);
        if (value.IsError) return value;
        if (value.Kind != CelKind.Bool) return CelValue.Fail(CelErrorCode.NoMatchingOverload).At(offset);
        return value.IsTrue ? whenTrue.Evaluate(context) : whenFalse.Evaluate(context);
    }
}
