using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>The operators <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c> and <c>&gt;=</c>.</summary>
internal static class CelOrder
{
    public static CelValue Less(in CelValue left, in CelValue right, CelContext context) =>
        Compare(left, right, context, out var order) ? CelValue.Bool(order < 0) : Fail(context);

    public static CelValue LessOrEqual(in CelValue left, in CelValue right, CelContext context) =>
        Compare(left, right, context, out var order) ? CelValue.Bool(order <= 0) : Fail(context);

    public static CelValue Greater(in CelValue left, in CelValue right, CelContext context) =>
        Compare(left, right, context, out var order) ? CelValue.Bool(order > 0) : Fail(context);

    public static CelValue GreaterOrEqual(in CelValue left, in CelValue right, CelContext context) =>
        Compare(left, right, context, out var order) ? CelValue.Bool(order >= 0) : Fail(context);

    /// <summary>False for types without an order. A null order, of NaN, makes every relation false.</summary>
    private static bool Compare(in CelValue left, in CelValue right, CelContext context, out int? order)
    {
        order = null;
        if (IsNumber(left.Kind) && IsNumber(right.Kind))
        {
            order = CelNumberOrder.Compare(left, right);
            return true;
        }
        if (left.Kind != right.Kind) return false;
        switch (left.Kind)
        {
            case CelKind.String or CelKind.Bytes:
                // UTF-8 sorts like its code points.
                if (!context.ChargeBytes(Math.Min(left.Span.Length, right.Span.Length))) return false;
                order = left.Span.SequenceCompareTo(right.Span);
                return true;
            case CelKind.Bool or CelKind.Duration:
                order = left.AsInt.CompareTo(right.AsInt);
                return true;
            case CelKind.Timestamp:
                order = (left.Seconds, left.Nanoseconds).CompareTo((right.Seconds, right.Nanoseconds));
                return true;
            default:
                return false;
        }
    }

    private static bool IsNumber(CelKind kind) => kind is CelKind.Int or CelKind.Uint or CelKind.Double;

    private static CelValue Fail(CelContext context) =>
        CelValue.Fail(context.IsExhausted ? CelErrorCode.CostLimit : CelErrorCode.NoMatchingOverload);
}
