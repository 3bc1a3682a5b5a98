using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>A node of a compiled expression. Nodes have no state, so any number of threads can use them.</summary>
internal abstract class CelNode
{
    /// <summary>Returns a value or an error, never a missing value. Never throws.</summary>
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

/// <summary>Creates a map. Allocates its arrays.</summary>
internal sealed class MapNode(CelNode[] keys, CelNode[] values, int offset) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        if (!context.Charge(keys.Length)) return CelValue.Fail(CelErrorCode.CostLimit);
        var (k, v) = (new CelValue[keys.Length], new CelValue[keys.Length]);
        for (var i = 0; i < k.Length; i++)
        {
            k[i] = keys[i].Evaluate(context);
            if (k[i].IsError) return k[i];
            if (k[i].Kind is not (CelKind.Bool or CelKind.Int or CelKind.Uint or CelKind.String))
            {
                return CelValue.Fail(CelErrorCode.UnsupportedKey).At(offset);
            }
            for (var earlier = 0; earlier < i; earlier++)
            {
                if (!context.Charge(1)) return CelValue.Fail(CelErrorCode.CostLimit);
                if (CelEquality.Equal(k[earlier], k[i], context).IsTrue)
                {
                    return CelValue.Fail(CelErrorCode.DuplicateKey).At(offset);
                }
            }
            v[i] = values[i].Evaluate(context);
            if (v[i].IsError) return v[i];
        }
        return CelValue.FromMap(new CelMap(k, v));
    }
}
