using System.Buffers.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;
using SqsIngestor.Shared;

namespace SqsIngestor.Mapping.Records.Scalars;

/// <summary>
/// DECIMAL(precision, scale) as a string, from a number or numeric string, digit by digit. Written with exactly as many
/// digits after the point as the scale has, so that equal values have equal bytes: 1.5, 1.50 and 15e-1 are all 1.50.
/// </summary>
/// <param name="precision">Digits in all, 1 to 38.</param>
/// <param name="scale">Digits after the point, 0 to the precision.</param>
/// <param name="rounding">How to round further digits.</param>
/// <param name="strict">Numbers only, no strings.</param>
internal sealed class DecimalCodec(int precision, int scale, DecimalRounding rounding, bool strict) : ScalarCodec
{
    public const int MaxPrecision = DecimalDigits.Most;

    public override RecordErrorCode TryWrite(in SourceValue value, RecordWriter writer)
    {
        if (value.Kind == ValueKind.Integer)
        {
            Span<byte> digits = stackalloc byte[20];
            Utf8Formatter.TryFormat(value.Integer, digits, out var length);
            return TryWriteText(digits[..length], writer);
        }
        if (value.Kind != ValueKind.Number && (strict || value.Kind != ValueKind.String)) return RecordErrorCode.WrongType;
        return value.Escaped ? TryWriteUnescaped(value, writer) : TryWriteText(value.Text, writer);
    }

    private RecordErrorCode TryWriteText(ReadOnlySpan<byte> text, RecordWriter writer)
    {
        if (!DecimalText.TryParse(text, out var number)) return RecordErrorCode.DecimalSyntax;
        var first = number.FirstSignificant();
        var isZero = first == number.DigitCount;
        var whole = isZero ? 0 : Math.Max(0, number.IntegerDigits - first);
        if (whole > precision - scale) return RecordErrorCode.DecimalPrecision;

        // One digit in front is reserved for the carry of rounding.
        Span<byte> digits = stackalloc byte[1 + MaxPrecision];
        digits[0] = (byte)'0';
        digits = digits[..(1 + (int)whole + scale)];
        if (isZero) digits.Fill((byte)'0');
        else CopyDigits(number, number.IntegerDigits - whole, digits[1..]);
        if (!isZero && !TryRound(number, digits)) return RecordErrorCode.DecimalScale;
        if (digits[0] != '0')
        {
            if (whole == precision - scale) return RecordErrorCode.DecimalPrecision;
            whole++;
        }
        else
        {
            digits = digits[1..];
        }
        Write(number.IsNegative && digits.ContainsAnyExcept((byte)'0'), digits, (int)whole, writer);
        return RecordErrorCode.None;
    }

    private static void CopyDigits(in DecimalText number, long from, Span<byte> digits)
    {
        for (var i = 0; i < digits.Length; i++) digits[i] = number.DigitAt(from + i);
    }

    /// <summary>Drops the digits after the scale. False if they are not all 0 and must not be dropped.</summary>
    private bool TryRound(in DecimalText number, Span<byte> digits)
    {
        var next = number.IntegerDigits + scale;
        var isExact = true;
        for (var i = Math.Max(next, 0); i < number.DigitCount && isExact; i++) isExact = number.DigitAt(i) == '0';
        if (isExact || rounding == DecimalRounding.Down) return true;
        if (rounding == DecimalRounding.Fail) return false;
        var half = number.DigitAt(next);
        if (half < '5') return true;
        var isTie = half == '5';
        for (var i = Math.Max(next + 1, 0); i < number.DigitCount && isTie; i++) isTie = number.DigitAt(i) == '0';
        if (isTie && (digits[^1] - '0') % 2 == 0) return true;
        var place = digits.Length - 1;
        for (; digits[place] == '9'; place--) digits[place] = (byte)'0';
        digits[place]++;
        return true;
    }

    private void Write(bool negative, ReadOnlySpan<byte> digits, int whole, RecordWriter writer)
    {
        var start = negative ? 1 : 0;
        var point = start + Math.Max(1, whole);
        var text = writer.ClaimLengthDelimited(scale > 0 ? point + 1 + scale : point);
        if (negative) text[0] = (byte)'-';
        if (whole == 0) text[start] = (byte)'0';
        digits[..whole].CopyTo(text[start..]);
        if (scale == 0) return;
        text[point] = (byte)'.';
        digits[whole..].CopyTo(text[(point + 1)..]);
    }
}

/// <summary>How to round digits after a decimal's scale.</summary>
internal enum DecimalRounding : byte
{
    /// <summary>They are an error, unless they are all 0.</summary>
    Fail,

    /// <summary>To the nearest; from the middle to the even digit.</summary>
    HalfEven,

    /// <summary>They are cut, towards 0.</summary>
    Down,
}
