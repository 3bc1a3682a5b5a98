namespace SqsIngestor.Mapping.Expressions.Cel;

/// <summary>Order of numbers of different types, as though on one line (CEL, "Ordering"); nothing is rounded.</summary>
internal static class CelNumberOrder
{
    /// <summary>Negative, zero or positive; null when a NaN is among them.</summary>
    public static int? Compare(in CelValue left, in CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => left.AsInt.CompareTo(right.AsInt),
        (CelKind.Uint, CelKind.Uint) => left.AsUint.CompareTo(right.AsUint),
        (CelKind.Double, CelKind.Double) => Compare(left.AsDouble, right.AsDouble),
        (CelKind.Int, CelKind.Uint) => Compare(left.AsInt, right.AsUint),
        (CelKind.Uint, CelKind.Int) => -Compare(right.AsInt, left.AsUint),
        (CelKind.Double, CelKind.Int) => Compare(left.AsDouble, right.AsInt),
        (CelKind.Int, CelKind.Double) => -Compare(right.AsDouble, left.AsInt),
        (CelKind.Double, CelKind.Uint) => Compare(left.AsDouble, right.AsUint),
        (CelKind.Uint, CelKind.Double) => -Compare(right.AsDouble, left.AsUint),
        _ => null,
    };

    private static int Compare(long left, ulong right) => left < 0 ? -1 : ((ulong)left).CompareTo(right);

    private static int? Compare(double left, double right) =>
        left < right ? -1 : left > right ? 1 : left == right ? 0 : null;

    private static int? Compare(double left, long right)
    {
        if (double.IsNaN(left)) return null;
        if (left >= 9223372036854775808.0) return 1;
        if (left < -9223372036854775808.0) return -1;
        var whole = Math.Truncate(left);
        var order = ((long)whole).CompareTo(right);
        return order != 0 ? order : left.CompareTo(whole);
    }

    private static int? Compare(double left, ulong right)
    {
        if (double.IsNaN(left)) return null;
        if (left >= 18446744073709551616.0) return 1;
        if (left < 0) return -1;
        var whole = Math.Truncate(left);
        var order = ((ulong)whole).CompareTo(right);
        return order != 0 ? order : left.CompareTo(whole);
    }
}
