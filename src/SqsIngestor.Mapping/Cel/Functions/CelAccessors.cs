using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>The getX functions (CEL, "Date/Time Functions").</summary>
internal static class CelAccessors
{
    private static readonly Dictionary<string, CelAccessor> ByName = new(StringComparer.Ordinal)
    {
        ["getFullYear"] = CelAccessor.FullYear,
        ["getMonth"] = CelAccessor.Month,
        ["getDate"] = CelAccessor.Date,
        ["getDayOfMonth"] = CelAccessor.DayOfMonth,
        ["getDayOfWeek"] = CelAccessor.DayOfWeek,
        ["getDayOfYear"] = CelAccessor.DayOfYear,
        ["getHours"] = CelAccessor.Hours,
        ["getMinutes"] = CelAccessor.Minutes,
        ["getSeconds"] = CelAccessor.Seconds,
        ["getMilliseconds"] = CelAccessor.Milliseconds,
    };

    public static IEnumerable<string> Names => ByName.Keys;

    public static CelAccessor? Find(string name) => ByName.TryGetValue(name, out var accessor) ? accessor : null;

    /// <summary>Whether durations have this part too.</summary>
    public static bool HasDuration(CelAccessor accessor) => accessor >= CelAccessor.Hours;

    public static CelValue OfTimestamp(CelAccessor accessor, in CelValue timestamp, CelZone zone)
    {
        var local = timestamp.Seconds + zone.OffsetSeconds(timestamp.Seconds);
        var date = CelCalendar.Date(local);
        var time = CelCalendar.DivideDown(local, CelCalendar.SecondsPerDay).Remainder;
        return CelValue.Int(accessor switch
        {
            CelAccessor.FullYear => date.Year,
            CelAccessor.Month => date.Month - 1,
            CelAccessor.Date => date.Day,
            CelAccessor.DayOfMonth => date.Day - 1,
            CelAccessor.DayOfWeek => (int)date.DayOfWeek,
            CelAccessor.DayOfYear => date.DayOfYear - 1,
            CelAccessor.Hours => time / 3600,
            CelAccessor.Minutes => time / 60 % 60,
            CelAccessor.Seconds => time % 60,
            _ => timestamp.Nanoseconds / 1_000_000,
        });
    }

    /// <summary>
    /// The whole duration in the unit, but of milliseconds only those beyond the second; missing for parts of dates.
    /// </summary>
    public static CelValue OfDuration(CelAccessor accessor, in CelValue duration) => accessor switch
    {
        CelAccessor.Hours => CelValue.Int(duration.DurationNanoseconds / 3_600_000_000_000),
        CelAccessor.Minutes => CelValue.Int(duration.DurationNanoseconds / 60_000_000_000),
        CelAccessor.Seconds => CelValue.Int(duration.DurationNanoseconds / 1_000_000_000),
        CelAccessor.Milliseconds => CelValue.Int(duration.DurationNanoseconds / 1_000_000 % 1000),
        _ => CelValue.Missing,
    };
}
