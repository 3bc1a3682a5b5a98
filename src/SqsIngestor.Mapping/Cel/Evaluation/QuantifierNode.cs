using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>The macros all and exists: &amp;&amp; or || over the elements.</summary>
internal sealed class QuantifierNode(bool isAll, CelNode range, int local, CelNode predicate, int turnCost, int offset)
    : MacroNode(range, local, turnCost, offset)
{
    protected override CelValue Run(CelCursor cursor, CelContext context)
    {
        var error = CelValue.Missing;
        while (Next(ref cursor, context))
        {
            var value = predicate.Evaluate(context);
            if (value.Kind == CelKind.Bool)
            {
                if (value.IsTrue != isAll) return value;
            }
            else if (error.IsMissing)
            {
                error = value.IsError ? value : NoMatchingOverload();
            }
        }
        return error.IsMissing ? CelValue.Bool(isAll) : error;
    }
}
