using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>The macro exists_one: exactly one element, and an error of any element is the result.</summary>
internal sealed class ExistsOneNode(CelNode range, int local, CelNode predicate, int turnCost, int offset)
    : MacroNode(range, local, turnCost, offset)
{
    protected override CelValue Run(CelCursor cursor, CelContext context)
    {
        var count = 0;
        while (Next(ref cursor, context))
        {
            var value = predicate.Evaluate(context);
            if (value.IsError) return value;
            if (value.Kind != CelKind.Bool) return NoMatchingOverload();
            if (value.IsTrue) count++;
        }
        return CelValue.Bool(count == 1);
    }
}
