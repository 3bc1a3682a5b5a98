using System.Globalization;
using System.Text.RegularExpressions;

namespace SqsIngestor.Cli.Infer.Evidence;

/// <summary>A day or a time as text: RFC 3339, with T or a space, with or without an offset.</summary>
/// <param name="Microseconds">
/// The microseconds since the start of year 1; in UTC if there is an offset. Digits below are cut off.
/// </param>
/// <param name="HasTime">Whether it has a time of day.</param>
/// <param name="HasOffset">Whether it has an offset.</param>
/// <param name="IsFine">Whether it has digits below the microsecond.</param>
internal sealed partial record MomentText(long Microseconds, bool HasTime, bool HasOffset, bool IsFine)
{
    private const int FractionDigits = 6;

    /// <summary>Reads it; null if it is something else, or not in the years 1 to 9999.</summary>
    public static MomentText? TryParse(string text)
    {
        if (Moment().Match(text) is not { Success: true } moment) return null;
        var day = moment.Groups["date"].Value;
        if (!DateTime.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var start))
            return null;
        var microseconds = start.Ticks / TimeSpan.TicksPerMicrosecond;
        if (!moment.Groups["time"].Success) return new MomentText(microseconds, false, false, false);
        var fraction = moment.Groups["fraction"].Value;
        microseconds += (((Number(moment, "h") * 60) + Number(moment, "m")) * 60 + Number(moment, "s")) * 1_000_000;
        microseconds += fraction.Length == 0 ? 0
            : long.Parse(fraction.PadRight(FractionDigits, '0')[..FractionDigits], CultureInfo.InvariantCulture);
        var isFine = fraction.Length > FractionDigits && fraction[FractionDigits..].Trim('0').Length > 0;
        var hasOffset = moment.Groups["offset"].Success;
        if (moment.Groups["sign"].Success)
        {
            var minutes = (Number(moment, "oh") * 60) + Number(moment, "om");
            microseconds -= (moment.Groups["sign"].Value == "-" ? -minutes : minutes) * 60_000_000;
        }

        return microseconds < 0 || microseconds > DateTime.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond
            ? null
            : new MomentText(microseconds, true, hasOffset, isFine);
    }

    private static long Number(Match moment, string group) =>
        moment.Groups[group] is { Success: true, Value: var digits } ? long.Parse(digits, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        @"\A(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
            + @"(?<time>[Tt ](?<h>[01][0-9]|2[0-3]):(?<m>[0-5][0-9]):(?<s>[0-5][0-9])(\.(?<fraction>[0-9]+))?"
            + @"(?<offset>[Zz]|(?<sign>[+-])(?<oh>[01][0-9]|2[0-3])(:?(?<om>[0-5][0-9]))?)?)?\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Moment();
}
