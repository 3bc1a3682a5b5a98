using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>The macros filter (no result) and map (with or without a predicate): a new list.</summary>
internal sealed class CollectNode(CelNode range, int local, CelNode? predicate, CelNode? result, int turnCost, int offset)
    : MacroNode(range, local, turnCost, offset)
{
    private readonly int _local = local;

    protected override CelValue Run(CelCursor cursor, CelContext context)
    {
        CelValue[] values = [];
        var count = 0;
        while (Next(ref cursor, context))
        {
            var element = context.Locals[_local];
            if (element.IsError) return element;
            if (predicate is not null)
            {
                var chosen = predicate.Evaluate(context);
                if (chosen.IsError) return chosen;
                if (chosen.Kind != CelKind.Bool) return NoMatchingOverload();
                if (chosen.IsFalse) continue;
            }
            var value = result is null ? element : result.Evaluate(context);
            if (value.IsError) return value;
            if (count == values.Length) Array.Resize(ref values, Math.Max(4, count * 2));
            values[count++] = value;
        }
        return CelValue.List(values, count);
    }
}
