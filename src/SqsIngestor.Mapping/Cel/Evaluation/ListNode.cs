using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>A list whose elements are evaluated.</summary>
internal sealed class ListNode(CelNode[] elements) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        if (!context.Charge(elements.Length)) return CelValue.Fail(CelErrorCode.CostLimit);
        var values = new CelValue[elements.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = elements[i].Evaluate(context);
            if (values[i].IsError) return values[i];
        }
        return CelValue.List(values, values.Length);
    }
}
