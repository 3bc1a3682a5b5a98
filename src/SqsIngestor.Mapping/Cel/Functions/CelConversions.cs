using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using SqsIngestor.Mapping.Cel.Values;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>The functions that are named after types (CEL, "Types and Conversions").</summary>
internal static class CelConversions
{
    private const int MaxNumberLength = 32;

    private static readonly byte[][] TrueTexts = Texts("1", "t", "true", "True", "TRUE");

    private static readonly byte[][] FalseTexts = Texts("0", "f", "false", "False", "FALSE");

    public static CelValue ToInt(in CelValue value, CelContext context) => value.Kind switch
    {
        CelKind.Int => value,
        CelKind.Uint => value.AsUint <= long.MaxValue ? CelValue.Int(value.AsInt) : OutOfRange(),
        CelKind.Double when !value.Digits.IsEmpty => FromDigits(value.Digits, long.MaxValue),
        // CEL excludes both ends, because not every platform converts them back to the same number.
        CelKind.Double => value.AsDouble is > -9223372036854775808.0 and < 9223372036854775808.0
            ? CelValue.Int((long)value.AsDouble)
            : OutOfRange(),
        CelKind.Timestamp => CelValue.Int(value.Seconds),
        CelKind.String => Utf8Parser.TryParse(value.Span, out long parsed, out var read) && read == value.Span.Length
            ? CelValue.Int(parsed)
            : NotConvertible(),
        _ => NoOverload(),
    };

    public static CelValue ToUint(in CelValue value, CelContext context) => value.Kind switch
    {
        CelKind.Uint => value,
        CelKind.Int => value.AsInt >= 0 ? CelValue.Uint((ulong)value.AsInt) : OutOfRange(),
        CelKind.Double when !value.Digits.IsEmpty => FromDigits(value.Digits, ulong.MaxValue),
        CelKind.Double => value.AsDouble is >= 0 and < 18446744073709551616.0
            ? CelValue.Uint((ulong)value.AsDouble)
            : OutOfRange(),
        CelKind.String => Utf8Parser.TryParse(value.Span, out ulong parsed, out var read) && read == value.Span.Length
            ? CelValue.Uint(parsed)
            : NotConvertible(),
        _ => NoOverload(),
    };

    public static CelValue ToDouble(in CelValue value, CelContext context) => value.Kind switch
    {
        // The digits of a double that is asked for do not count.
        CelKind.Double => CelValue.Double(value.AsDouble),
        CelKind.Int => CelValue.Double(value.AsInt),
        CelKind.Uint => CelValue.Double(value.AsUint),
        CelKind.String => ParseDouble(value.Span),
        _ => NoOverload(),
    };

    public static CelValue ToBool(in CelValue value, CelContext context)
    {
        if (value.Kind == CelKind.Bool) return value;
        if (value.Kind != CelKind.String) return NoOverload();
        if (IsOneOf(value.Span, TrueTexts)) return CelValue.Bool(true);
        return IsOneOf(value.Span, FalseTexts) ? CelValue.Bool(false) : NotConvertible();
    }

    public static CelValue ToText(in CelValue value, CelContext context)
    {
        switch (value.Kind)
        {
            case CelKind.String:
                return value;
            case CelKind.Bytes:
                if (!context.ChargeBytes(value.Span.Length)) return CelValue.Fail(CelErrorCode.CostLimit);
                return Utf8.IsValid(value.Span) ? value.WithKind(CelKind.String) : CelValue.Fail(CelErrorCode.InvalidText);
        }
        if (value.Kind == CelKind.Double && IsMoreThanDouble(value)) return FromDigits(value.Digits, context);
        if (!context.ChargeBytes(MaxNumberLength)) return CelValue.Fail(CelErrorCode.CostLimit);
        var span = context.Reserve(MaxNumberLength, out var buffer, out var start);
        var length = 0;
        var written = value.Kind switch
        {
            CelKind.Bool => Encoding.UTF8.TryGetBytes(value.IsTrue ? "true" : "false", span, out length),
            CelKind.Int => value.AsInt.TryFormat(span, out length, default, CultureInfo.InvariantCulture),
            CelKind.Uint => value.AsUint.TryFormat(span, out length, default, CultureInfo.InvariantCulture),
            CelKind.Double => TryFormatDouble(value.AsDouble, span, out length),
            CelKind.Timestamp => (length = CelTimestampText.Format(value, span)) > 0,
            CelKind.Duration => (length = CelDurationText.Format(value.DurationNanoseconds, span)) > 0,
            _ => false,
        };
        if (!written) return NoOverload();
        context.Keep(length);
        return CelValue.String(buffer, start, length);
    }

    public static CelValue ToBytes(in CelValue value, CelContext context) =>
        value.Kind is CelKind.Bytes or CelKind.String ? value.WithKind(CelKind.Bytes) : NoOverload();

    public static CelValue ToTimestamp(in CelValue value, CelContext context) => value.Kind switch
    {
        CelKind.Timestamp => value,
        CelKind.Int => CelValue.Timestamp(value.AsInt, 0),
        CelKind.String => CelTimestampText.Parse(value.Span),
        _ => NoOverload(),
    };

    public static CelValue ToDuration(in CelValue value, CelContext context) => value.Kind switch
    {
        CelKind.Duration => value,
        CelKind.String => context.ChargeBytes(value.Span.Length)
            ? CelDurationText.Parse(value.Span)
            : CelValue.Fail(CelErrorCode.CostLimit),
        _ => NoOverload(),
    };

    /// <summary>The whole part of a number of the input, by its digits.</summary>
    /// <param name="digits">A number of JSON.</param>
    /// <param name="most">The largest result; for a signed type, the smallest is the one before -<paramref name="most"/>.</param>
    private static CelValue FromDigits(ReadOnlySpan<byte> digits, ulong most)
    {
        var isSigned = most == long.MaxValue;
        if (!DecimalText.TryParse(digits, out var number) || !number.TryScale(0, out var magnitude)) return OutOfRange();
        // Also if its whole part is 0: a uint has no negative numbers. Minus zero is not negative.
        if (!isSigned && number.IsNegative && number.FirstSignificant() < number.DigitCount) return OutOfRange();
        if (!number.IsNegative || magnitude == 0)
        {
            if (magnitude > most) return OutOfRange();
            return isSigned ? CelValue.Int((long)magnitude) : CelValue.Uint(magnitude);
        }
        return isSigned && magnitude <= most + 1 ? CelValue.Int(unchecked((long)(0 - magnitude))) : OutOfRange();
    }

    /// <summary>Whether a number of the input has digits that the shortest text of its double does not say.</summary>
    private static bool IsMoreThanDouble(in CelValue value)
    {
        Span<byte> text = stackalloc byte[MaxNumberLength];
        return !value.Digits.IsEmpty
            && TryFormatDouble(value.AsDouble, text, out var length)
            && DecimalText.TryParse(text[..length], out var shortest)
            && DecimalText.TryParse(value.Digits, out var digits)
            && DecimalText.Compare(shortest, digits) != 0;
    }

    private static CelValue FromDigits(ReadOnlySpan<byte> digits, CelContext context)
    {
        if (!context.ChargeBytes(digits.Length)) return CelValue.Fail(CelErrorCode.CostLimit);
        digits.CopyTo(context.Reserve(digits.Length, out var buffer, out var start));
        context.Keep(digits.Length);
        return CelValue.String(buffer, start, digits.Length);
    }

    private static byte[][] Texts(params string[] texts) => Array.ConvertAll(texts, Encoding.UTF8.GetBytes);

    private static bool IsOneOf(ReadOnlySpan<byte> text, byte[][] candidates)
    {
        foreach (var candidate in candidates)
        {
            if (text.SequenceEqual(candidate)) return true;
        }
        return false;
    }

    private static CelValue ParseDouble(ReadOnlySpan<byte> text)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!double.TryParse(text, Style, CultureInfo.InvariantCulture, out var parsed)) return NotConvertible();
        // Digits that overflow to infinity are an error; the word Infinity is not.
        return double.IsInfinity(parsed) && text[^1] is >= (byte)'0' and <= (byte)'9' ? OutOfRange() : CelValue.Double(parsed);
    }

    /// <summary>The shortest text that reads back as the same number. The exponent is in lower case, as in CEL.</summary>
    private static bool TryFormatDouble(double value, Span<byte> destination, out int length)
    {
        if (!value.TryFormat(destination, out length, "R", CultureInfo.InvariantCulture)) return false;
        var exponent = destination[..length].IndexOf((byte)'E');
        if (exponent >= 0) destination[exponent] = (byte)'e';
        return true;
    }

    private static CelValue OutOfRange() => CelValue.Fail(CelErrorCode.OutOfRange);

    private static CelValue NotConvertible() => CelValue.Fail(CelErrorCode.NotConvertible);

    private static CelValue NoOverload() => CelValue.Fail(CelErrorCode.NoMatchingOverload);
}
