using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>The math extension of CEL, as far as a row of the catalog does not say it.</summary>
internal static class CelMath
{
    public static CelValue Greatest(in CelValue left, in CelValue right, CelContext context) => Pick(left, right, 1);

    public static CelValue Least(in CelValue left, in CelValue right, CelContext context) => Pick(left, right, -1);

    public static CelValue GreatestOf(in CelValue value, CelContext context) => PickOf(value, 1, context);

    public static CelValue LeastOf(in CelValue value, CelContext context) => PickOf(value, -1, context);

    public static CelValue Abs(ReadOnlySpan<CelValue> a, CelContext context) => a[0].Kind switch
    {
        CelKind.Double => double.IsNegative(a[0].AsDouble) ? CelValue.Double(-a[0].AsDouble) : a[0],
        CelKind.Int when a[0].AsInt < 0 => CelArithmetic.Negate(a[0], context),
        _ => a[0],
    };

    public static CelValue Sign(ReadOnlySpan<CelValue> a, CelContext context) => a[0].Kind switch
    {
        CelKind.Double => double.IsNaN(a[0].AsDouble) ? a[0] : CelValue.Double(Math.Sign(a[0].AsDouble)),
        CelKind.Int => CelValue.Int(Math.Sign(a[0].AsInt)),
        _ => CelValue.Uint(Math.Min(1, a[0].AsUint)),
    };

    public static CelValue Sqrt(ReadOnlySpan<CelValue> a, CelContext context) =>
        CelValue.Double(Math.Sqrt(CelConversions.ToDouble(a[0], context).AsDouble));

    public static CelValue ShiftLeft(ReadOnlySpan<CelValue> a, CelContext context) => Shift(a, isLeft: true);

    /// <summary>Fills with zeros on the left, also for an int.</summary>
    public static CelValue ShiftRight(ReadOnlySpan<CelValue> a, CelContext context) => Shift(a, isLeft: false);

    /// <summary>Bits as a number of the same type as another.</summary>
    public static CelValue Bits(in CelValue like, ulong bits) =>
        like.Kind == CelKind.Int ? CelValue.Int((long)bits) : CelValue.Uint(bits);

    private static CelValue Shift(ReadOnlySpan<CelValue> a, bool isLeft)
    {
        var count = a[1].AsInt;
        if (count < 0) return CelValue.Fail(CelErrorCode.InvalidArgument);
        return Bits(a[0], count > 63 ? 0 : isLeft ? a[0].AsUint << (int)count : a[0].AsUint >> (int)count);
    }

    /// <param name="left">The result if both are equal, or if one is NaN.</param>
    /// <param name="right">The other number.</param>
    /// <param name="order">1 for the larger one, -1 for the smaller one.</param>
    private static CelValue Pick(in CelValue left, in CelValue right, int order)
    {
        if (!IsNumber(left) || !IsNumber(right)) return CelValue.Fail(CelErrorCode.NoMatchingOverload);
        return CelNumberOrder.Compare(right, left) * order > 0 ? right : left;
    }

    private static CelValue PickOf(in CelValue value, int order, CelContext context)
    {
        if (IsNumber(value)) return value;
        if (value.Kind != CelKind.List) return CelValue.Fail(CelErrorCode.NoMatchingOverload);
        var best = CelValue.Missing;
        for (var cursor = new CelCursor(value); cursor.MoveNext(context, out var element);)
        {
            if (!context.Charge(1)) return CelValue.Fail(CelErrorCode.CostLimit);
            if (element.IsError) return element;
            best = Pick(best.IsMissing ? element : best, element, order);
            if (best.IsError) return best;
        }
        return best.IsMissing ? CelValue.Fail(CelErrorCode.InvalidArgument) : best;
    }

    private static bool IsNumber(in CelValue value) => value.Kind is CelKind.Int or CelKind.Uint or CelKind.Double;
}
