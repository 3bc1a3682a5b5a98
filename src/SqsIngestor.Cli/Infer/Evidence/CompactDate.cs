using System.Globalization;

namespace SqsIngestor.Cli.Infer.Evidence;

/// <summary>Days as eight digits, such as 20260301.</summary>
internal static class CompactDate
{
    /// <summary>The word of <c>formats</c>.</summary>
    public const string Format = "yyyyMMdd";

    /// <summary>Whether text, or the text of a number, is a day of the years 1900 to 2100.</summary>
    public static bool Is(string text) =>
        text.Length == 8 && text.All(char.IsAsciiDigit)
        && DateTime.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is >= 1900 and <= 2100;
}
