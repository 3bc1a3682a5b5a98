using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>What the macros that go over a list or map have in common.</summary>
/// <param name="First">
/// The index of the first variable in <see cref="CelContext.Locals"/>: the element or key, or with a second variable the
/// position or key.
/// </param>
/// <param name="Second">The index of the second variable, the element or the key's value; -1 for none.</param>
/// <param name="TurnCost">The least cost of one turn.</param>
/// <param name="Name">The macro's name.</param>
/// <param name="Offset">The offset of the macro's name.</param>
internal readonly record struct MacroLoop(int First, int Second, int TurnCost, string Name, int Offset);

/// <summary>The base of the macros that run an expression for every element of a list or key of a map.</summary>
/// <param name="range">The list, or the map whose keys the macro visits.</param>
/// <param name="loop">The variables and the cost.</param>
internal abstract class MacroNode(CelNode range, MacroLoop loop) : CelNode
{
    public sealed override CelValue Evaluate(CelContext context)
    {
        var value = range.Evaluate(context);
        if (value.IsError) return value;
        return value.Kind is CelKind.List or CelKind.Map ? Run(new CelCursor(value), context) : Refuse(value);
    }

    protected abstract CelValue Run(CelCursor cursor, CelContext context);

    /// <summary>Sets the variables to the next element. False at the end, and when the cost limit is exceeded.</summary>
    /// <param name="cursor">The list or map.</param>
    /// <param name="position">The number of elements before.</param>
    /// <param name="context">Has the variables.</param>
    protected bool Next(ref CelCursor cursor, ref int position, CelContext context)
    {
        if (!context.Charge(loop.TurnCost) || !cursor.MoveNext(context, out var element)) return false;
        if (loop.Second < 0)
        {
            context.Locals[loop.First] = element;
        }
        else
        {
            context.Locals[loop.First] = cursor.IsOfMap ? element : CelValue.Int(position);
            context.Locals[loop.Second] = cursor.IsOfMap ? cursor.ReadValue(context) : element;
        }
        position++;
        return true;
    }

    /// <summary>The current value of the first variable.</summary>
    protected CelValue First(CelContext context) => context.Locals[loop.First];

    /// <summary>Whether a predicate chooses the current element: a bool, or an error. Without a predicate, true.</summary>
    protected CelValue Chosen(CelNode? predicate, CelContext context)
    {
        if (predicate is null) return CelValue.Bool(true);
        var chosen = predicate.Evaluate(context);
        return chosen.IsError || chosen.Kind == CelKind.Bool ? chosen : Refuse(chosen);
    }

    /// <summary>The error of a value whose type the macro does not accept.</summary>
    protected CelValue Refuse(in CelValue value) => CelValue.Refuse(loop.Name, value).At(loop.Offset);

    /// <summary>The error with the place of the macro, unless it has one.</summary>
    protected CelValue Place(in CelValue error) => error.At(loop.Offset);
}

/// <summary>The macros all and exists: <c>&amp;&amp;</c> or <c>||</c> over the elements.</summary>
internal sealed class QuantifierNode(bool isAll, CelNode range, CelNode predicate, MacroLoop loop) : MacroNode(range, loop)
{
    protected override CelValue Run(CelCursor cursor, CelContext context)
    {
        var error = CelValue.Missing;
        for (var position = 0; Next(ref cursor, ref position, context);)
        {
            var value = Chosen(predicate, context);
            if (value.Kind == CelKind.Bool && value.IsTrue != isAll) return value;
            if (value.IsError && error.IsMissing) error = value;
        }
        return error.IsMissing ? CelValue.Bool(isAll) : error;
    }
}

/// <summary>The macro exists_one. An error of any element is the result.</summary>
internal sealed class ExistsOneNode(CelNode range, CelNode predicate, MacroLoop loop) : MacroNode(range, loop)
{
    protected override CelValue Run(CelCursor cursor, CelContext context)
    {
        var count = 0;
        for (var position = 0; Next(ref cursor, ref position, context);)
        {
            var value = Chosen(predicate, context);
            if (value.IsError) return value;
            if (value.IsTrue) count++;
        }
        return CelValue.Bool(count == 1);
    }
}

/// <summary>
/// The macros filter (without a result), map and transformList (with or without a predicate). Allocates the new list.
/// </summary>
internal sealed class CollectNode(CelNode range, CelNode? predicate, CelNode? result, MacroLoop loop) : MacroNode(range, loop)
{
    protected override CelValue Run(CelCursor cursor, CelContext context)
    {
        CelValue[] values = [];
        var count = 0;
        for (var position = 0; Next(ref cursor, ref position, context);)
        {
            var element = First(context);
            if (element.IsError) return element;
            var chosen = Chosen(predicate, context);
            if (chosen.IsError) return chosen;
            if (chosen.IsFalse) continue;
            var value = result is null ? element : result.Evaluate(context);
            if (value.IsError) return value;
            if (count == values.Length) context.Grow(ref values);
            values[count++] = value;
        }
        return CelValue.List(values, count);
    }
}

/// <summary>
/// The macros transformMap, whose result is the value of each key, and transformMapEntry, whose result is a map of entries.
/// Allocates the new map.
/// </summary>
internal sealed class TransformMapNode(CelNode range, CelNode? predicate, CelNode result, bool isEntry, MacroLoop loop)
    : MacroNode(range, loop)
{
    protected override CelValue Run(CelCursor cursor, CelContext context)
    {
        var map = new CelMapBuilder(0, context);
        for (var position = 0; Next(ref cursor, ref position, context);)
        {
            var key = First(context);
            if (key.IsError) return key;
            var chosen = Chosen(predicate, context);
            if (chosen.IsError) return chosen;
            if (chosen.IsFalse) continue;
            var value = result.Evaluate(context);
            if (value.IsError) return value;
            if (!isEntry)
            {
                // The keys of the range are different. A name that JSON has twice stays twice, with each value.
                map.Add(key, value, context);
                continue;
            }
            if (value.Kind != CelKind.Map) return Refuse(value);
            for (var entries = new CelCursor(value); entries.MoveNext(context, out var name);)
            {
                if (map.Check(name, context) is { IsError: true } error) return Place(error);
                var entry = entries.ReadValue(context);
                if (entry.IsError) return entry;
                map.Add(name, entry, context);
            }
        }
        return map.Finish(context);
    }
}
