using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Emulator.Records;

/// <summary>DECIMAL as plain digits: an optional minus, digits, and optionally a point with digits.</summary>
internal static class PlainDecimal
{
    /// <summary>Reads a number that the column can store exactly. Zeros after the scale are dropped.</summary>
    /// <returns>The unscaled number.</returns>
    public static Int128 Parse(ReadOnlySpan<byte> text, DecimalType type, string path)
    {
        var negative = text.Length > 0 && text[0] == '-';
        var digits = negative ? text[1..] : text;
        var point = digits.IndexOf((byte)'.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? [] : digits[(point + 1)..];
        if (!AllDigits(whole) || (point >= 0 && !AllDigits(fraction)))
        {
            throw new RecordException(
                RecordFaultCodes.NotDecimal, path, "a DECIMAL is plain digits, such as -19.99, without an exponent.");
        }

        whole = whole.TrimStart((byte)'0');
        fraction = fraction.TrimEnd((byte)'0');
        if (whole.Length > type.Precision - type.Scale || fraction.Length > type.Scale)
        {
            throw new RecordException(
                RecordFaultCodes.OutOfRange, path,
                $"the number has {whole.Length} digits before and {fraction.Length} after the point, and the column is {type}.");
        }

        Int128 unscaled = 0;
        foreach (var digit in whole) unscaled = (unscaled * 10) + (digit - '0');
        for (var i = 0; i < type.Scale; i++) unscaled = (unscaled * 10) + (i < fraction.Length ? fraction[i] - '0' : 0);
        return negative ? -unscaled : unscaled;
    }

    private static bool AllDigits(ReadOnlySpan<byte> text) =>
        text.Length > 0 && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
