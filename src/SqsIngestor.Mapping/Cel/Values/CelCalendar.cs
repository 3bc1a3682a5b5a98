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
    private const int YearsOfCycle = 400;
    private const int DaysOfCycle = 146_097;

    public static long Seconds(int year, int month, int day) =>
        (new DateOnly(year, month, day).DayNumber - DayNumberOf1970) * SecondsPerDay;

    /// <summary>
    /// The date of a second. A second that an offset moves to the year 0 or 10000 has the date of 400 years later or earlier,
    /// after which months, days and weekdays are the same; <see cref="Year"/> has its year.
    /// </summary>
    public static DateOnly Date(long seconds)
    {
        var day = DivideDown(seconds, SecondsPerDay).Quotient + DayNumberOf1970;
        return DateOnly.FromDayNumber((int)(day - ((long)Cycles(day) * DaysOfCycle)));
    }

    /// <summary>The year of a second that an offset can move out of the calendar: 0 to 10000.</summary>
    public static int Year(long seconds) =>
        Date(seconds).Year + (YearsOfCycle * Cycles(DivideDown(seconds, SecondsPerDay).Quotient + DayNumberOf1970));

    private static int Cycles(long day) => day < 0 ? -1 : day > DateOnly.MaxValue.DayNumber ? 1 : 0;

    public static (long Quotient, long Remainder) DivideDown(long value, long divisor)
    {
        var (quotient, rest) = Math.DivRem(value, divisor);
        return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest);
    }
}
