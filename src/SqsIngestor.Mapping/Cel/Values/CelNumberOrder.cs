namespace SqsIngestor.Mapping.Cel.Values;

/// <summary>
/// Compares numbers across types (CEL, "Ordering"). Two integers compare exactly; an integer and a double compare as
/// doubles, as the conformance tests of CEL require at 2^63.
/// </summary>
internal static class CelNumberOrder
{
    /// <summary>Negative, zero or positive; null when one of them is NaN or not a number.</summary>
    public static int? Compare(in CelValue left, in CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => left.AsInt.CompareTo(right.AsInt),
        (CelKind.Uint, CelKind.Uint) => left.AsUint.CompareTo(right.AsUint),
        (CelKind.Double, CelKind.Double) => Compare(left.AsDouble, right.AsDouble),
        (CelKind.Int, CelKind.Uint) => Compare(left.AsInt, right.AsUint),
        (CelKind.Uint, CelKind.Int) => -Compare(right.AsInt, left.AsUint),
        (CelKind.Double, CelKind.Int) => Compare(left.AsDouble, (double)right.AsInt),
        (CelKind.Int, CelKind.Double) => Compare((double)left.AsInt, right.AsDouble),
        (CelKind.Double, CelKind.Uint) => Compare(left.AsDouble, (double)right.AsUint),
        (CelKind.Uint, CelKind.Double) => Compare((double)left.AsUint, right.AsDouble),
        _ => null,
    };

    private static int Compare(long left, ulong right) => left < 0 ? -1 : ((ulong)left).CompareTo(right);

    private static int? Compare(double left, double right) =>
        left < right ? -1 : left > right ? 1 : left == right ? 0 : null;
}
