using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>A map whose keys and values are evaluated.</summary>
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
