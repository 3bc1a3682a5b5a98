using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>Whether a map that evaluation finds has a member; a null member counts.</summary>
internal sealed class HasNode(CelNode operand, CelValue member, int offset) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        var value = operand.Evaluate(context);
        if (value.IsError) return value;
        if (value.Kind != CelKind.Map) return CelValue.Fail(CelErrorCode.NoMatchingOverload).At(offset);
        if (value.Tape is { } tape) return CelValue.Bool(CelContainers.FindMember(tape, value.Node, member.Span, context) >= 0);
        return CelValue.Bool(!CelContainers.Lookup(value, member, context).IsMissing);
    }
}
