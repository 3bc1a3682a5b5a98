using System.Globalization;

namespace SqsIngestor.Cli.Infer.Evidence;

/// <summary>The exact value of a number in JSON: 1.50, 1.5 and 15e-1 are equal.</summary>
/// <param name="IsNegative">Whether it is below zero.</param>
/// <param name="Digits">Its digits without zeros at both ends; empty for zero.</param>
/// <param name="Exponent">The power of ten by which the digits are multiplied.</param>
internal readonly record struct ExactNumber(bool IsNegative, string Digits, long Exponent)
{
    // Beyond any number that a type holds.
    private const long MostExponent = 1_000_000_000_000;
    private const int MostInt64Digits = 19;

    /// <summary>Digits before the point, at least 1.</summary>
    public long IntegerDigits => Math.Max(1, Digits.Length + Exponent);

    /// <summary>Digits before the point, none for a number below 1.</summary>
    public long WholeDigits => Math.Max(0, Digits.Length + Exponent);

    /// <summary>Digits after the point.</summary>
    public long Scale => Math.Max(0, -Exponent);

    /// <summary>The number, if it is an integer that fits int64: 12, 12.0 and 12e0 are.</summary>
    public bool TryToInt64(out long value)
    {
        value = 0;
        if (Exponent < 0 || Digits.Length + Exponent > MostInt64Digits) return false;
        var text = (IsNegative ? "-" : "") + (Digits.Length == 0 ? "0" : Digits) + new string('0', (int)Exponent);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Reads a number by the grammar of JSON.</summary>
    public static ExactNumber Parse(ReadOnlySpan<char> text)
    {
        var at = text.IndexOfAny('e', 'E');
        var exponent = at < 0 ? 0L : Exponents(text[(at + 1)..]);
        var mantissa = at < 0 ? text : text[..at];
        var negative = mantissa.StartsWith("-");
        mantissa = mantissa.TrimStart('-');
        var point = mantissa.IndexOf('.');
        var digits = point < 0 ? mantissa.ToString() : string.Concat(mantissa[..point], mantissa[(point + 1)..]);
        if (point >= 0) exponent -= mantissa.Length - point - 1;
        var trimmed = digits.TrimEnd('0');
        exponent += digits.Length - trimmed.Length;
        trimmed = trimmed.TrimStart('0');
        return trimmed.Length == 0 ? new(false, "", 0) : new(negative, trimmed, exponent);
    }

    /// <summary>Whether a DOUBLE of the number is written with the same value.</summary>
    public static bool SurvivesDouble(string text)
    {
        var value = double.Parse(text, CultureInfo.InvariantCulture);
        return double.IsFinite(value) && Parse(value.ToString("R", CultureInfo.InvariantCulture)) == Parse(text);
    }

    /// <summary>Whether a FLOAT of the number is written with the same value.</summary>
    public static bool SurvivesFloat(string text)
    {
        var value = float.Parse(text, CultureInfo.InvariantCulture);
        return float.IsFinite(value) && Parse(value.ToString("R", CultureInfo.InvariantCulture)) == Parse(text);
    }

    private static long Exponents(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            ? Math.Clamp(exponent, -MostExponent, MostExponent)
            : text.StartsWith("-") ? -MostExponent : MostExponent;
}
