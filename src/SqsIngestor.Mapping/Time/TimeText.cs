using System.Globalization;

namespace SqsIngestor.Mapping.Time;

/// <summary>
/// Times of records as text that begins with a year of four digits; null for years outside 1 to 9999.
/// </summary>
internal static class TimeText
{
    /// <summary>A point in time, in UTC.</summary>
    /// <param name="microseconds">Since 1970-01-01T00:00:00Z.</param>
    public static string? Instant(long microseconds) => WallClock(microseconds) is { } text ? text + "Z" : null;

    /// <summary>A date and a time of day, as RFC 3339 without an offset, with the shortest fraction that is exact.</summary>
    /// <param name="microseconds">Since 1970-01-01T00:00:00.</param>
    public static string? WallClock(long microseconds)
    {
        if (microseconds is < -62_135_596_800_000_000 or > 253_402_300_799_999_999) return null;
        return DateTime.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);
    }

    /// <summary>A day.</summary>
    /// <param name="days">Since 1970-01-01.</param>
    public static string? Date(long days)
    {
        if (days is < -719_162 or > 2_932_896) return null;
        return DateOnly.FromDayNumber((int)(days + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber))
            .ToString("O", CultureInfo.InvariantCulture);
    }
}
