using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>
/// <c>&amp;&amp;</c> or <c>||</c> over two or more terms. The first term that decides is the result; an error is the result
/// only if no term decides.
/// </summary>
internal sealed class LogicalNode(bool isAnd, CelNode[] terms, int[] offsets) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        var error = CelValue.Missing;
        for (var i = 0; i < terms.Length; i++)
        {
            var value = terms[i].Evaluate(context);
            if (value.Kind == CelKind.Bool)
            {
                if (value.IsTrue != isAnd) return value;
            }
            else if (error.IsMissing)
            {
                var user = isAnd ? CelOperators.And : CelOperators.Or;
                error = value.IsError ? value : CelValue.Refuse(user.Name, value).At(offsets[i]);
            }
        }
        return error.IsMissing ? CelValue.Bool(isAnd) : error;
    }
}

/// <summary>Evaluates one of two values, as the condition decides.</summary>
internal sealed class ConditionalNode(CelNode condition, CelNode whenTrue, CelNode whenFalse, int offset) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        var value = condition.Evaluate(context);
        if (value.IsError) return value;
        if (value.Kind != CelKind.Bool) return CelValue.Refuse(CelOperators.Conditional.Name, value).At(offset);
        return value.IsTrue ? whenTrue.Evaluate(context) : whenFalse.Evaluate(context);
    }
}
