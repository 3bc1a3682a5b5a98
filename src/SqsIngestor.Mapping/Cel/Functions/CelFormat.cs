using System.Globalization;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>The method <c>format</c> of the string extension of CEL.</summary>
internal static class CelFormat
{
    /// <summary>Bytes of the longest number with a point, without the digits after it.</summary>
    private const int MaxNumberLength = 320;

    public static CelValue Format(in CelValue format, in CelValue list, CelContext context)
    {
        if (format.Kind != CelKind.String || list.Kind != CelKind.List) return Fail(CelErrorCode.NoMatchingOverload);
        if (!context.ChargeBytes(format.Span.Length)) return Fail(CelErrorCode.CostLimit);
        var output = context.Text.Start();
        var cursor = new CelCursor(list);
        var clauses = new CelFormatClauses(format.Span);
        while (clauses.TryNext())
        {
            if (!output.Append(clauses.Text) || !context.Charge(1)) return Fail(CelErrorCode.CostLimit);
            if (clauses.Letter == 0) return output.Finish();
            if (clauses.Letter == '%')
            {
                if (!output.Append(clauses.Letter)) return Fail(CelErrorCode.CostLimit);
                continue;
            }
            if (!cursor.MoveNext(context, out var value)) return Fail(CelErrorCode.IndexOutOfRange);
            if (Write(output, clauses, value, context) is var error and not CelErrorCode.None) return Fail(error);
        }
        return Fail(CelErrorCode.InvalidArgument);
    }

    private static CelErrorCode Write(CelTextBuilder output, in CelFormatClauses clause, in CelValue value, CelContext context)
    {
        if (value.IsError) return value.ErrorCode;
        switch ((char)clause.Letter, value.Kind)
        {
            case ('s', _):
                return WriteValue(output, value, context, depth: 0);
            case ('d', CelKind.Int or CelKind.Uint or CelKind.Double):
                return WriteValue(output, value, context, depth: 0);
            case ('f' or 'e', CelKind.Int or CelKind.Uint or CelKind.Double):
                var number = CelConversions.ToDouble(value, context).AsDouble;
                return Result(WriteDouble(output, number, (char)clause.Letter, clause.Precision));
            case ('b', CelKind.Int or CelKind.Uint or CelKind.Bool):
                return Result(WriteInteger(output, value, "B"));
            case ('o', CelKind.Int or CelKind.Uint):
                return Result(WriteOctal(output, value));
            case ('x' or 'X', CelKind.Int or CelKind.Uint):
                return Result(WriteInteger(output, value, clause.Letter == 'x' ? "x" : "X"));
            case ('x' or 'X', CelKind.String or CelKind.Bytes):
                return Result(WriteHex(output, value.Span, clause.Letter == 'x' ? "0123456789abcdef"u8 : "0123456789ABCDEF"u8));
            default:
                return CelErrorCode.NoMatchingOverload;
        }
    }

    /// <summary>Writes any value: lists and maps with their parts, a map in the order of the texts of its keys.</summary>
    private static CelErrorCode WriteValue(CelTextBuilder output, in CelValue value, CelContext context, int depth)
    {
        if (!context.Charge(1)) return CelErrorCode.CostLimit;
        if (depth > CelLimits.MaxValueDepth) return CelErrorCode.DepthLimit;
        switch (value.Kind)
        {
            case CelKind.Null:
                return Result(output.Append("null"u8));
            case CelKind.Type:
                return Result(output.Append(value.TypeName));
            case CelKind.List:
                return WriteList(output, value, context, depth);
            case CelKind.Map:
                return WriteMap(output, value, context, depth);
            default:
                var text = CelConversions.ToText(value, context);
                return text.IsError ? text.ErrorCode : Result(output.Append(text.Span));
        }
    }

    private static CelErrorCode WriteList(CelTextBuilder output, in CelValue list, CelContext context, int depth)
    {
        var separator = "["u8;
        for (var cursor = new CelCursor(list); cursor.MoveNext(context, out var element); separator = ", "u8)
        {
            if (element.IsError) return element.ErrorCode;
            if (!output.Append(separator)) return CelErrorCode.CostLimit;
            if (WriteValue(output, element, context, depth + 1) is var error and not CelErrorCode.None) return error;
        }
        return Result((separator.Length > 1 || output.Append(separator)) && output.Append((byte)']'));
    }

    private static CelErrorCode WriteMap(CelTextBuilder output, in CelValue map, CelContext context, int depth)
    {
        CelValue[] entries = [];
        var count = 0;
        for (var cursor = new CelCursor(map); cursor.MoveNext(context, out var key); count += 2)
        {
            var text = key.IsError ? key : CelConversions.ToText(key, context);
            var value = cursor.ReadValue(context);
            if (text.IsError || value.IsError) return (text.IsError ? text : value).ErrorCode;
            if (count == entries.Length) context.Grow(ref entries);
            // Insert behind the last key that is not larger.
            var (low, high) = (0, count / 2);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (!context.ChargeBytes(text.Span.Length)) return CelErrorCode.CostLimit;
                if (entries[middle * 2].Span.SequenceCompareTo(text.Span) <= 0) low = middle + 1;
                else high = middle;
            }
            if (!context.Charge(1 + ((count - (low * 2)) >> 2))) return CelErrorCode.CostLimit;
            Array.Copy(entries, low * 2, entries, (low * 2) + 2, count - (low * 2));
            (entries[low * 2], entries[(low * 2) + 1]) = (text, value);
        }
        if (!output.Append((byte)'{')) return CelErrorCode.CostLimit;
        for (var i = 0; i < count; i += 2)
        {
            if (!output.Append(i == 0 ? ""u8 : ", "u8) || !output.Append(entries[i].Span) || !output.Append(": "u8))
            {
                return CelErrorCode.CostLimit;
            }
            if (WriteValue(output, entries[i + 1], context, depth + 1) is var error and not CelErrorCode.None) return error;
        }
        return Result(output.Append((byte)'}'));
    }

    /// <summary>Writes a number with a base of the framework, a minus and the magnitude; a bool as 0 or 1.</summary>
    private static bool WriteInteger(CelTextBuilder output, in CelValue value, string format)
    {
        if (!output.TryReserve(65, out var room)) return false;
        var isNegative = value.Kind == CelKind.Int && value.AsInt < 0;
        if (isNegative) room[0] = (byte)'-';
        Magnitude(value).TryFormat(room[(isNegative ? 1 : 0)..], out var length, format, CultureInfo.InvariantCulture);
        output.Keep(length + (isNegative ? 1 : 0));
        return true;
    }

    private static bool WriteOctal(CelTextBuilder output, in CelValue value)
    {
        Span<byte> digits = stackalloc byte[23];
        var start = digits.Length;
        var rest = Magnitude(value);
        do
        {
            digits[--start] = (byte)('0' + (rest & 7));
            rest >>= 3;
        }
        while (rest != 0);
        if (value.Kind == CelKind.Int && value.AsInt < 0) digits[--start] = (byte)'-';
        return output.Append(digits[start..]);
    }

    private static ulong Magnitude(in CelValue value) =>
        value.Kind == CelKind.Int && value.AsInt < 0 ? 0 - value.AsUint : value.AsUint;

    private static bool WriteHex(CelTextBuilder output, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> digits)
    {
        foreach (var b in bytes)
        {
            if (!output.Append([digits[b >> 4], digits[b & 15]])) return false;
        }
        return true;
    }

    /// <param name="output">Receives the text.</param>
    /// <param name="value">The number.</param>
    /// <param name="letter">f for all digits before the point, e for one and an exponent of at least two digits.</param>
    /// <param name="precision">Digits after the point; a number halfway between two texts becomes the even one.</param>
    private static bool WriteDouble(CelTextBuilder output, double value, char letter, int precision)
    {
        if (!output.TryReserve(MaxNumberLength + precision, out var room)) return false;
        Span<char> format = stackalloc char[8];
        format[0] = letter;
        precision.TryFormat(format[1..], out var digits, default, CultureInfo.InvariantCulture);
        value.TryFormat(room, out var length, format[..(digits + 1)], CultureInfo.InvariantCulture);
        var exponent = 0;
        var last = length - 1;
        if (letter == 'e' && double.IsFinite(value))
        {
            // The framework writes a sign and three digits.
            last = length - 6;
            exponent = ((room[length - 3] - '0') * 100) + ((room[length - 2] - '0') * 10) + room[length - 1] - '0';
            if (room[length - 4] == '-') exponent = -exponent;
            if (room[length - 3] == '0')
            {
                room.Slice(length - 2, 2).CopyTo(room[(length - 3)..]);
                length--;
            }
        }
        // The framework rounds away from zero there. The number below differs in the last digit only, which is odd now.
        if (IsHalfway(value, precision - exponent) && (room[last] & 1) != 0) room[last]--;
        output.Keep(length);
        return true;
    }

    /// <summary>Whether a number lies exactly between two numbers with so many digits after the point.</summary>
    private static bool IsHalfway(double value, int digits)
    {
        if (!double.IsFinite(value) || value == 0) return false;
        // Without trailing zeros, a binary fraction has as many digits after the point in base 10 as in base 2, the last one a 5.
        if (digits >= 0)
        {
            var bits = BitConverter.DoubleToUInt64Bits(value);
            var power = (int)((bits >> 52) & 0x7FF);
            var fraction = (bits & 0xF_FFFF_FFFF_FFFF) | (power == 0 ? 0 : 1UL << 52);
            return Math.Max(1, power) - 1075 + System.Numerics.BitOperations.TrailingZeroCount(fraction) == -(digits + 1);
        }
        var unit = Math.Pow(10, -digits);
        return Math.Abs(value) % unit == unit / 2;
    }

    private static CelErrorCode Result(bool written) => written ? CelErrorCode.None : CelErrorCode.CostLimit;

    private static CelValue Fail(CelErrorCode code) => CelValue.Fail(code);
}
