using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Text;

/// <summary>
/// A JSON number as its parts, without a conversion to double: sign, digits (point removed, no leading zeros) and exponent.
/// </summary>
internal readonly ref struct DecimalText
{
    /// <summary>The powers of ten, from the one with exponent 0 on, that doubles hold exactly.</summary>
    private static ReadOnlySpan<double> ExactPowers =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21,
        1e22,
    ];

    private readonly ReadOnlySpan<byte> _whole;
    private readonly ReadOnlySpan<byte> _fraction;

    private DecimalText(bool negative, ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, int exponent)
    {
        IsNegative = negative;
        _whole = whole;
        _fraction = fraction;
        Exponent = exponent;
    }

    public bool IsNegative { get; }

    /// <summary>Power of ten by which the value of whole and fraction is multiplied; clamped to ±100,000,000.</summary>
    public int Exponent { get; }

    public int DigitCount => _whole.Length + _fraction.Length;

    public byte this[int index] => index < _whole.Length ? _whole[index] : _fraction[index - _whole.Length];

    /// <summary>Parses the grammar of RFC 8259, section 6.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DecimalText result)
    {
        result = default;
        var at = 0;
        var negative = text.Length > 0 && text[0] == '-';
        if (negative) at++;
        var whole = Digits(text, ref at);
        if (whole.Length == 0 || (whole.Length > 1 && whole[0] == '0')) return false;
        ReadOnlySpan<byte> fraction = default;
        if (at < text.Length && text[at] == '.')
        {
            at++;
            fraction = Digits(text, ref at);
            if (fraction.Length == 0) return false;
        }
        if (!TryExponent(text, ref at, out var exponent) || at != text.Length) return false;
        result = new(negative, whole, fraction, exponent);
        return true;
    }

    /// <summary>The number of digits before the point after the exponent is applied; may be negative.</summary>
    public long IntegerDigits => (long)_whole.Length + Exponent;

    /// <summary>The digit at a place; 0 outside the written digits.</summary>
    public byte DigitAt(long index) => index >= 0 && index < DigitCount ? this[(int)index] : (byte)'0';

    /// <summary>The first digit that is not 0; <see cref="DigitCount"/> for zero.</summary>
    public int FirstSignificant()
    {
        var i = 0;
        while (i < DigitCount && this[i] == '0') i++;
        return i;
    }

    /// <summary>The value × 10^<paramref name="power"/>, digits after the point are cut. False if it exceeds 64 bits.</summary>
    public bool TryScale(int power, out ulong magnitude)
    {
        magnitude = 0;
        var end = IntegerDigits + power;
        for (long i = FirstSignificant(); i < end; i++)
        {
            if (i >= DigitCount && magnitude == 0) return true;
            if (!TryAppend(ref magnitude, (uint)(DigitAt(i) - '0'))) return false;
        }
        return true;
    }

    /// <summary>The value as an integer. False if it is not one, or its magnitude exceeds 64 bits.</summary>
    public RecordErrorCode TryToInteger(out ulong magnitude)
    {
        magnitude = 0;
        // Digits before the point after the exponent is applied; the digits after it must all be zero.
        var integerDigits = IntegerDigits;
        for (var i = 0; i < DigitCount; i++)
        {
            if (i >= integerDigits)
            {
                if (this[i] != '0') return RecordErrorCode.NumberFraction;
                continue;
            }
            if (!TryAppend(ref magnitude, (uint)(this[i] - '0'))) return RecordErrorCode.NumberRange;
        }
        for (var i = (long)DigitCount; i < integerDigits && magnitude != 0; i++)
        {
            if (!TryAppend(ref magnitude, 0)) return RecordErrorCode.NumberRange;
        }
        return RecordErrorCode.None;
    }

    /// <summary>
    /// The double that is nearest to the value, for a number with few digits and a small exponent, as most have: then the digits
    /// and the power of ten are doubles without rounding, so that one multiplication or division rounds once.
    /// </summary>
    public bool TryToDouble(out double value)
    {
        value = 0;
        var power = Exponent - _fraction.Length;
        if (DigitCount > 15 || Math.Abs(power) >= ExactPowers.Length) return false;
        foreach (var digit in _whole) value = value * 10 + (digit - '0');
        foreach (var digit in _fraction) value = value * 10 + (digit - '0');
        if (power < 0) value /= ExactPowers[-power];
        else value *= ExactPowers[power];
        if (IsNegative) value = -value;
        return true;
    }

    /// <summary>Compares by value, exactly.</summary>
    public static int Compare(in DecimalText a, in DecimalText b)
    {
        var (firstA, firstB) = (a.FirstSignificant(), b.FirstSignificant());
        var (signA, signB) = (Sign(a, firstA), Sign(b, firstB));
        if (signA != signB || signA == 0) return signA.CompareTo(signB);
        var (sizeA, sizeB) = (a.IntegerDigits - firstA, b.IntegerDigits - firstB);
        if (sizeA != sizeB) return signA * sizeA.CompareTo(sizeB);
        for (long i = 0; i < Math.Max(a.DigitCount - firstA, b.DigitCount - firstB); i++)
        {
            var order = a.DigitAt(firstA + i).CompareTo(b.DigitAt(firstB + i));
            if (order != 0) return signA * order;
        }
        return 0;
    }

    private static int Sign(in DecimalText number, int first) => first == number.DigitCount ? 0 : number.IsNegative ? -1 : 1;

    private static bool TryAppend(ref ulong value, uint digit)
    {
        if (value > (ulong.MaxValue - digit) / 10) return false;
        value = value * 10 + digit;
        return true;
    }

    private static ReadOnlySpan<byte> Digits(ReadOnlySpan<byte> text, scoped ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit((char)text[at])) at++;
        return text[start..at];
    }

    private static bool TryExponent(ReadOnlySpan<byte> text, ref int at, out int exponent)
    {
        exponent = 0;
        if (at >= text.Length || (text[at] | 0x20) != 'e') return true;
        at++;
        var negative = at < text.Length && text[at] == '-';
        if (at < text.Length && text[at] is (byte)'-' or (byte)'+') at++;
        var digits = Digits(text, ref at);
        foreach (var digit in digits) exponent = Math.Min(100_000_000, exponent * 10 + (digit - '0'));
        if (negative) exponent = -exponent;
        return digits.Length > 0;
    }
}
