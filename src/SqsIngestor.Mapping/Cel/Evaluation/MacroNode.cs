using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>What all macros share: a range, a variable, and a cost for every turn.</summary>
/// <param name="range">Gives the list, or the map whose keys are gone over.</param>
/// <param name="local">The variable's place among <see cref="CelContext.Locals"/>.</param>
/// <param name="turnCost">What one turn costs at least.</param>
/// <param name="offset">Of the macro's name.</param>
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

    /// <summary>Sets the variable to the next element; false at the end, and when the cost is used up.</summary>
    protected bool Next(ref CelCursor cursor, CelContext context) =>
        context.Charge(turnCost) && cursor.MoveNext(context, out context.Locals[local]);

    protected CelValue NoMatchingOverload() => CelValue.Fail(CelErrorCode.NoMatchingOverload).At(offset);
}
