using System.Globalization;

namespace SqsIngestor.Cli.Infer.Evidence;

/// <summary>The units in which a number is a time of the years 2000 to 2100, at most one for a number.</summary>
[Flags]
internal enum EpochUnits
{
    None = 0,
    Seconds = 1,
    Milliseconds = 2,
    Microseconds = 4,
    Nanoseconds = 8,
}

internal static class EpochUnit
{
    private const decimal First = 946_684_800;
    private const decimal End = 4_133_980_800;
    private const decimal MicrosecondsInSecond = 1_000_000;

    // 2026-03-01T12:00:00Z
    private const decimal Invented = 1_772_366_400;

    private static readonly (EpochUnits Unit, decimal Factor, string Format)[] Rows =
    [
        (EpochUnits.Seconds, 1, "epoch_s"),
        (EpochUnits.Milliseconds, 1_000, "epoch_ms"),
        (EpochUnits.Microseconds, 1_000_000, "epoch_us"),
        (EpochUnits.Nanoseconds, 1_000_000_000, "epoch_ns"),
    ];

    /// <summary>The unit in which the text of a number is such a time.</summary>
    public static EpochUnits Of(string number)
    {
        if (number.Length > 25
            || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            return EpochUnits.None;
        }

        foreach (var (unit, factor, _) in Rows)
        {
            if (value >= First * factor && value < End * factor) return unit;
        }

        return EpochUnits.None;
    }

    /// <summary>Whether a time in a unit has digits below the microsecond.</summary>
    public static bool IsFine(string number, EpochUnits unit)
    {
        var factor = Rows.First(row => row.Unit == unit).Factor;
        var value = decimal.Parse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        var microseconds = value * MicrosecondsInSecond / factor;
        return microseconds != decimal.Truncate(microseconds);
    }

    /// <summary>An invented time as a number; null for another word of <c>formats</c>.</summary>
    public static string? Example(string format) => Array.Find(Rows, row => row.Format == format) is { Format: not null } row
        ? (Invented * row.Factor).ToString(CultureInfo.InvariantCulture)
        : null;

    /// <summary>The words of <c>formats</c>.</summary>
    public static IEnumerable<string> Formats(EpochUnits units) =>
        Rows.Where(row => units.HasFlag(row.Unit)).Select(row => row.Format);
}
