using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SqsIngestor.Mapping.Tests.Language.Oracle;

/// <summary>Times of RFC 3339 and of epochs, by the page of meanings.</summary>
internal static partial class TimeReading
{
    /// <summary>The first and the last microsecond of the years 1 to 9999.</summary>
    public static readonly BigInteger First = -62_135_596_800_000_000;

    public static readonly BigInteger Last = 253_402_300_799_999_999;

    private const long MicrosPerDay = 86_400_000_000;

    /// <summary>Whether a number of days is in the years 1 to 9999.</summary>
    public static bool IsDay(BigInteger days) => days * MicrosPerDay >= First && days * MicrosPerDay <= Last;

    /// <summary>The number that stands for a time: microseconds, or days for <c>date</c>.</summary>
    public static BigInteger Read(DocumentValue value, string meaning, string formats)
    {
        var micros = formats == "epoch_s" ? Seconds(value) : Rfc3339(value, meaning);
        if (micros < First || micros > Last) throw new Refusal("time_range");
        return meaning == "date" ? (micros - First) / MicrosPerDay + First / MicrosPerDay : micros;
    }

    private static BigInteger Seconds(DocumentValue value)
    {
        var (digits, exponent) = ScalarReading.Digits(value, strict: false, "time_syntax");
        exponent += 6;
        // Digits past the microsecond are cut.
        return exponent >= 0 ? digits * BigInteger.Pow(10, exponent) : digits / BigInteger.Pow(10, -exponent);
    }

    private static BigInteger Rfc3339(DocumentValue value, string meaning)
    {
        if (value.Kind != JsonValueKind.String) throw new Refusal("wrong_type");
        if (Pattern().Match(value.Text) is not { Success: true } match)
            throw new Refusal("time_syntax");
        var hasTime = match.Groups["h"].Success;
        var offset = match.Groups["o"].Value;
        if (meaning == "timestamp" && offset.Length == 0) throw new Refusal("time_syntax");
        if (!hasTime && meaning != "date") throw new Refusal("time_syntax");
        var (year, month, day) = (Number(match, "y"), Number(match, "m"), Number(match, "d"));
        if (year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month))
            throw new Refusal("time_range");
        var time = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc);
        BigInteger micros = (time - DateTime.UnixEpoch).Ticks / 10;
        if (!hasTime) return micros;
        micros += ((Number(match, "h") * 60L + Number(match, "n")) * 60 + Number(match, "s")) * 1_000_000;
        micros += int.Parse(match.Groups["f"].Value.PadRight(6, '0')[..6], CultureInfo.InvariantCulture);
        if (offset is "" or "Z" or "z") return micros;
        var minutes = int.Parse(offset[1..3], CultureInfo.InvariantCulture) * 60L
            + int.Parse(offset[3..].TrimStart(':').PadLeft(1, '0'), CultureInfo.InvariantCulture);
        return micros - (offset[0] == '-' ? -minutes : minutes) * 60_000_000;
    }

    private static int Number(Match match, string group) =>
        int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^(?<y>[0-9]{4})-(?<m>[0-9]{2})-(?<d>[0-9]{2})([Tt ](?<h>[0-9]{2}):(?<n>[0-9]{2}):(?<s>[0-9]{2})(\.(?<f>[0-9]+))?"
            + @"(?<o>[Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?)?\z")]
    private static partial Regex Pattern();
}
