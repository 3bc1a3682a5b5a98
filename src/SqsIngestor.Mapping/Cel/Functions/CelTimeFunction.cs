using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>A part of a timestamp.</summary>
/// <param name="localSeconds">Seconds since 1970-01-01T00:00:00 in the time zone of the call.</param>
/// <param name="nanoseconds">0 to 999,999,999.</param>
internal delegate long CelTimestampPart(long localSeconds, int nanoseconds);

/// <summary>A part of a duration.</summary>
internal delegate long CelDurationPart(long nanoseconds);

/// <summary>A <c>getX</c> function (CEL, "Date/Time Functions").</summary>
/// <param name="name">The function's name.</param>
/// <param name="doc">The reference entry.</param>
/// <param name="ofTimestamp">Reads the part from a timestamp.</param>
/// <param name="ofDuration">Reads the part from a duration; null if durations do not have it.</param>
internal sealed class CelTimeFunction(string name, CelDoc doc, CelTimestampPart ofTimestamp, CelDurationPart? ofDuration = null)
    : CelFunction(name, doc)
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    public static IReadOnlyList<CelTimeFunction> All { get; } =
    [
        new("getFullYear", new("Returns the year.", "timestamp('2026-03-05T07:08:09Z').getFullYear()", "2026"),
            static (local, _) => CelCalendar.Year(local)),
        new("getMonth", new("Returns the month, from 0 for January to 11.", "timestamp('2026-03-05T07:08:09Z').getMonth()", "2"),
            static (local, _) => CelCalendar.Date(local).Month - 1),
        new("getDate", new("Returns the day of the month, from 1.", "timestamp('2026-03-05T07:08:09Z').getDate()", "5"),
            static (local, _) => CelCalendar.Date(local).Day),
        new("getDayOfMonth",
            new("Returns the day of the month, from 0.", "timestamp('2026-03-05T07:08:09Z').getDayOfMonth()", "4"),
            static (local, _) => CelCalendar.Date(local).Day - 1),
        new("getDayOfWeek",
            new("Returns the day of the week, from 0 for Sunday.", "timestamp('2026-03-05T07:08:09Z').getDayOfWeek()", "4"),
            static (local, _) => (int)CelCalendar.Date(local).DayOfWeek),
        new("getDayOfYear",
            new("Returns the day of the year, from 0.", "timestamp('2026-03-05T07:08:09Z').getDayOfYear()", "63"),
            static (local, _) => CelCalendar.Date(local).DayOfYear - 1),
        new("getHours",
            new("Returns the hour of the day, or all hours of a duration.",
                "timestamp('2026-03-05T07:08:09Z').getHours('+01:00')", "8"),
            static (local, _) => SecondOfDay(local) / 3600, static nanoseconds => nanoseconds / (3600 * NanosecondsPerSecond)),
        new("getMinutes",
            new("Returns the minute of the hour, or all minutes of a duration.", "duration('1h30m').getMinutes()", "90"),
            static (local, _) => SecondOfDay(local) / 60 % 60, static nanoseconds => nanoseconds / (60 * NanosecondsPerSecond)),
        new("getSeconds",
            new("Returns the second of the minute, or all seconds of a duration.", "duration('1m5s').getSeconds()", "65"),
            static (local, _) => SecondOfDay(local) % 60, static nanoseconds => nanoseconds / NanosecondsPerSecond),
        new("getMilliseconds",
            new("Returns the milliseconds after the last full second, of a timestamp or a duration.",
                "duration('1.5s').getMilliseconds()", "500"),
            static (_, nanoseconds) => nanoseconds / 1_000_000, static nanoseconds => nanoseconds / 1_000_000 % 1000),
    ];

    public bool AcceptsDuration => ofDuration is not null;

    public override IEnumerable<string> Signatures =>
    [
        $"timestamp.{Name}() → int",
        $"timestamp.{Name}(constant string time zone) → int",
        .. AcceptsDuration ? (string[])[$"duration.{Name}() → int"] : [],
    ];

    public CelValue OfTimestamp(in CelValue timestamp, CelZone zone) =>
        CelValue.Int(ofTimestamp(timestamp.Seconds + zone.OffsetSeconds(timestamp.Seconds), timestamp.Nanoseconds));

    /// <summary>Missing if durations do not have this part.</summary>
    public CelValue OfDuration(in CelValue duration) =>
        ofDuration is null ? CelValue.Missing : CelValue.Int(ofDuration(duration.DurationNanoseconds));

    private static long SecondOfDay(long local) => CelCalendar.DivideDown(local, CelCalendar.SecondsPerDay).Remainder;
}
