using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>A node of a compiled expression. Nodes have no state, so any number of threads can use them.</summary>
internal abstract class CelNode
{
    /// <summary>Returns a value or an error, never a missing value.</summary>
    /// <exception cref="Memory.MessageMemoryException">The message takes more memory than it may.</exception>
    public abstract CelValue Evaluate(CelContext context);
}

/// <summary>Returns a value, or an error, that the binder knows.</summary>
internal sealed class ConstantNode(CelValue value) : CelNode
{
    public CelValue Value { get; } = value;

    public override CelValue Evaluate(CelContext context) => Value;
}

/// <summary>Reads the variable of a macro.</summary>
internal sealed class LocalNode(int index) : CelNode
{
    public override CelValue Evaluate(CelContext context) => context.Locals[index];
}

/// <summary>Creates a list. Allocates its array.</summary>
/// <param name="elements">The elements.</param>
/// <param name="optional">For each element, whether it is an optional that can leave it out; null if none is.</param>
/// <param name="offset">The offset of the list.</param>
internal sealed class ListNode(CelNode[] elements, bool[]? optional, int offset) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        if (!context.Charge(elements.Length)) return CelValue.Fail(CelErrorCode.CostLimit);
        CelValue[] values = [];
        context.Resize(ref values, elements.Length);
        var count = 0;
        for (var i = 0; i < elements.Length; i++)
        {
            var value = elements[i].Evaluate(context);
            if (value.IsError || (optional is not null && optional[i] && !OptionalEntry.TryTake(ref value)))
            {
                if (value.IsError) return value.At(offset);
                continue;
            }
            values[count++] = value;
        }
        return CelValue.List(values, count);
    }
}

/// <summary>Creates a map. Allocates its arrays.</summary>
/// <param name="keys">The keys.</param>
/// <param name="values">The value of each key.</param>
/// <param name="optional">For each value, whether it is an optional that can leave the entry out; null if none is.</param>
/// <param name="offset">The offset of the map.</param>
internal sealed class MapNode(CelNode[] keys, CelNode[] values, bool[]? optional, int offset) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        if (!context.Charge(keys.Length)) return CelValue.Fail(CelErrorCode.CostLimit);
        var map = new CelMapBuilder(keys.Length, context);
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys[i].Evaluate(context);
            if (key.IsError) return key;
            if (map.Check(key, context) is { IsError: true } error) return error.At(offset);
            var value = values[i].Evaluate(context);
            if (value.IsError || (optional is not null && optional[i] && !OptionalEntry.TryTake(ref value)))
            {
                if (value.IsError) return value.At(offset);
                continue;
            }
            map.Add(key, value, context);
        }
        return map.Finish(context);
    }
}

/// <summary>The value of an entry with <c>?</c> in a list or map.</summary>
internal static class OptionalEntry
{
    /// <summary>Takes the value out of an optional. False if it has none; false with an error if it is not an optional.</summary>
    public static bool TryTake(ref CelValue value)
    {
        if (value is { Kind: CelKind.Optional, HasValue: true })
        {
            value = value.Unwrapped;
            return true;
        }
        if (value.Kind != CelKind.Optional) value = CelValue.Refuse("?", value);
        return false;
    }
}
