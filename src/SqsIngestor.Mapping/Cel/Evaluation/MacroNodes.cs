using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>The base of the macros that run an expression for every element of a list or key of a map.</summary>
/// <param name="range">The list, or the map whose keys the macro visits.</param>
/// <param name="local">The index of the variable in <see cref="CelContext.Locals"/>.</param>
/// <param name="turnCost">The least cost of one turn.</param>
/// <param name="offset">The offset of the macro's name.</param>
internal abstract class MacroNode(CelNode range, int local, int turnCost, int offset) : CelNode
{
    protected int Offset => offset;

    public sealed override CelValue Evaluate(CelContext context)
    {
        var value = range.Evaluate(context);
        if (value.IsError) return value;
        return value.Kind is CelKind.List or CelKind.Map
            ? Run(new CelCursor(value), context)
            : CelValue.Fail(CelErrorCode.NoMatchingOverload).At(offset);
    }

    protected abstract CelValue Run(CelCursor cursor, CelContext context);

    /// <summary>Sets the variable to the next element. False at the end, and when the cost limit is exceeded.</summary>
    protected bool Next(ref CelCursor cursor, CelContext context) =>
        context.Charge(turnCost) && cursor.MoveNext(context, out context.Locals[local]);

    protected CelValue NoMatchingOverload() => CelValue.Fail(CelErrorCode.NoMatchingOverload).At(offset);
}

/// <summary>The macros all and exists: <c>&amp;&amp;</c> or <c>||</c> over the elements.</summary>
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

/// <summary>The macro exists_one. An error of any element is the result.</summary>
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

/// <summary>The macros filter (without a result) and map (with or without a predicate). Allocates the new list.</summary>
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
