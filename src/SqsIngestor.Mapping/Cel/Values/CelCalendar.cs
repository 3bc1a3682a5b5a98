namespace SqsIngestor.Mapping.Cel.Values;

/// <summary>
/// Converts between seconds since 1970 and dates of the proleptic Gregorian calendar, years 1 to 9999.
/// </summary>
internal static class CelCalendar
{
    /// <summary>0001-01-01T00:00:00Z.</summary>
    public const long MinSeconds = -62_135_596_800;

    /// <summary>9999-12-31T23:59:59Z.</summary>
    public const long MaxSeconds = 253_402_300_799;

    public const long SecondsPerDay = 86_400;

    private const int DayNumberOf1970 = 719_162;

    public static long Seconds(int year, int month, int day) =>
        (new DateOnly(year, month, day).DayNumber - DayNumberOf1970) * SecondsPerDay;

    /// <summary>
    /// The date of a second. A second that an offset moves out of the calendar has the nearest date.
    /// </summary>
    public static DateOnly Date(long seconds)
    {
        var day = DivideDown(seconds, SecondsPerDay).Quotient + DayNumberOf1970;
        return DateOnly.FromDayNumber((int)Math.Clamp(day, 0, DateOnly.MaxValue.DayNumber));
    }

    public static (long Quotient, long Remainder) DivideDown(long value, long divisor)
    {
        var (quotient, rest) = Math.DivRem(value, divisor);
        return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest);
    }
}
