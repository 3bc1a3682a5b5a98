using System.Globalization;

namespace SqsIngestor.Cli.Infer.Evidence;

/// <summary>Local times as digits, such as 20260301120000 and 2603011200, as records of calls have them.</summary>
internal static class CompactTime
{
    private static readonly string[] Formats = ["yyyyMMddHHmmss", "yyyyMMddHHmm", "yyMMddHHmmss", "yyMMddHHmm"];

    /// <summary>Says that values look like such times.</summary>
    public static string Doubt { get; } =
        $"could be local times as digits (formats: {string.Join(", ", Formats[..^1])} or {Formats[^1]})";

    /// <summary>Whether text, or the text of a number, is such a time of the years 1900 to 2100.</summary>
    public static bool Is(string text) =>
        text.All(char.IsAsciiDigit) && Formats.Any(
            format => format.Length == text.Length
                && DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
                && time.Year is >= 1900 and <= 2100);
}
