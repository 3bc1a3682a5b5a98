using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>Arithmetic of numbers, timestamps and durations, and the operator <c>!</c>.</summary>
internal static class CelArithmetic
{
    private const int NanosecondsPerSecond = 1_000_000_000;

    public static CelValue Not(in CelValue value, CelContext context) =>
        value.Kind == CelKind.Bool ? CelValue.Bool(value.IsFalse) : NoOverload();

    public static CelValue Negate(in CelValue value, CelContext context) => value.Kind switch
    {
        CelKind.Int => Int(-(Int128)value.AsInt),
        CelKind.Double => CelValue.Double(-value.AsDouble),
        _ => NoOverload(),
    };

    public static CelValue Add(in CelValue left, in CelValue right, CelContext context) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => Int((Int128)left.AsInt + right.AsInt),
        (CelKind.Uint, CelKind.Uint) => Uint((Int128)left.AsUint + right.AsUint),
        (CelKind.Double, CelKind.Double) => CelValue.Double(left.AsDouble + right.AsDouble),
        (CelKind.String, CelKind.String) or (CelKind.Bytes, CelKind.Bytes) => CelConcatenation.Text(left, right, context),
        (CelKind.List, CelKind.List) => CelConcatenation.Lists(left, right, context),
        (CelKind.Duration, CelKind.Duration) => Duration((Int128)left.DurationNanoseconds + right.DurationNanoseconds),
        (CelKind.Timestamp, CelKind.Duration) => Move(left, right.DurationNanoseconds),
        (CelKind.Duration, CelKind.Timestamp) => Move(right, left.DurationNanoseconds),
        _ => NoOverload(),
    };

    public static CelValue Subtract(in CelValue left, in CelValue right, CelContext context) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => Int((Int128)left.AsInt - right.AsInt),
        (CelKind.Uint, CelKind.Uint) => Uint((Int128)left.AsUint - right.AsUint),
        (CelKind.Double, CelKind.Double) => CelValue.Double(left.AsDouble - right.AsDouble),
        (CelKind.Duration, CelKind.Duration) => Duration((Int128)left.DurationNanoseconds - right.DurationNanoseconds),
        (CelKind.Timestamp, CelKind.Duration) => Move(left, -(Int128)right.DurationNanoseconds),
        (CelKind.Timestamp, CelKind.Timestamp) => Duration(
            ((Int128)(left.Seconds - right.Seconds) * NanosecondsPerSecond) + left.Nanoseconds - right.Nanoseconds),
        _ => NoOverload(),
    };

    public static CelValue Multiply(in CelValue left, in CelValue right, CelContext context) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => Int((Int128)left.AsInt * right.AsInt),
        (CelKind.Uint, CelKind.Uint) => Uint((UInt128)left.AsUint * right.AsUint),
        (CelKind.Double, CelKind.Double) => CelValue.Double(left.AsDouble * right.AsDouble),
        _ => NoOverload(),
    };

    public static CelValue Divide(in CelValue left, in CelValue right, CelContext context) => (left.Kind, right.Kind) switch
    {
        (CelKind.Double, CelKind.Double) => CelValue.Double(left.AsDouble / right.AsDouble),
        (CelKind.Int, CelKind.Int) when right.AsInt != 0 => Int((Int128)left.AsInt / right.AsInt),
        (CelKind.Uint, CelKind.Uint) when right.AsUint != 0 => CelValue.Uint(left.AsUint / right.AsUint),
        (CelKind.Int, CelKind.Int) or (CelKind.Uint, CelKind.Uint) => CelValue.Fail(CelErrorCode.DivideByZero),
        _ => NoOverload(),
    };

    public static CelValue Remainder(in CelValue left, in CelValue right, CelContext context) => (left.Kind, right.Kind) switch
    {
        // The quotient of the least int by -1 overflows, but the remainder is 0.
        (CelKind.Int, CelKind.Int) when right.AsInt == -1 => CelValue.Int(0),
        (CelKind.Int, CelKind.Int) when right.AsInt != 0 => CelValue.Int(left.AsInt % right.AsInt),
        (CelKind.Uint, CelKind.Uint) when right.AsUint != 0 => CelValue.Uint(left.AsUint % right.AsUint),
        (CelKind.Int, CelKind.Int) or (CelKind.Uint, CelKind.Uint) => CelValue.Fail(CelErrorCode.DivideByZero),
        _ => NoOverload(),
    };

    private static CelValue Move(in CelValue timestamp, Int128 nanoseconds)
    {
        var total = ((Int128)timestamp.Seconds * NanosecondsPerSecond) + timestamp.Nanoseconds + nanoseconds;
        var rest = total % NanosecondsPerSecond;
        if (rest < 0) rest += NanosecondsPerSecond;
        return CelValue.Timestamp((long)((total - rest) / NanosecondsPerSecond), (int)rest);
    }

    private static CelValue Int(Int128 value) =>
        value >= long.MinValue && value <= long.MaxValue ? CelValue.Int((long)value) : CelValue.Fail(CelErrorCode.Overflow);

    private static CelValue Uint(Int128 value) =>
        value >= 0 && value <= ulong.MaxValue ? CelValue.Uint((ulong)value) : CelValue.Fail(CelErrorCode.Overflow);

    private static CelValue Uint(UInt128 value) =>
        value <= ulong.MaxValue ? CelValue.Uint((ulong)value) : CelValue.Fail(CelErrorCode.Overflow);

    private static CelValue Duration(Int128 nanoseconds) =>
        nanoseconds >= long.MinValue && nanoseconds <= long.MaxValue
            ? CelValue.Duration((long)nanoseconds)
            : CelValue.Fail(CelErrorCode.Overflow);

    private static CelValue NoOverload() => CelValue.Fail(CelErrorCode.NoMatchingOverload);
}
