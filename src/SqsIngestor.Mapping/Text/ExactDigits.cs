using System.Globalization;
using System.Text;

namespace SqsIngestor.Mapping.Text;

/// <summary>Whether a binary number has the digits of the decimal number that it was made of. Not for the hot path.</summary>
internal static class ExactDigits
{
    /// <summary>No double has more digits.</summary>
    private const int Most = 767;

    /// <param name="number">The decimal number, as JSON writes it.</param>
    /// <param name="held">The binary number.</param>
    /// <param name="shortest">Its shortest text, which differs for a float and the same double.</param>
    /// <returns>
    /// True if the binary number, rounded to as many digits, is the decimal number: 0.1 is held by a double, and so is
    /// 0.10000000000000001, but 9007199254740993 is not.
    /// </returns>
    public static bool AreHeld(string number, double held, string shortest)
    {
        if (!DecimalText.TryParse(Encoding.UTF8.GetBytes(number), out var digits)) return true;
        if (IsSame(digits, shortest)) return true;
        var (first, last) = (digits.FirstSignificant(), digits.DigitCount - 1);
        while (last > first && digits.DigitAt(last) == '0') last--;
        var count = last - first + 1;
        var format = "E" + (count - 1).ToString(CultureInfo.InvariantCulture);
        return count <= Most && IsSame(digits, held.ToString(format, CultureInfo.InvariantCulture));
    }

    private static bool IsSame(in DecimalText number, string text) =>
        DecimalText.TryParse(Encoding.UTF8.GetBytes(text), out var other) && DecimalText.Compare(number, other) == 0;
}
