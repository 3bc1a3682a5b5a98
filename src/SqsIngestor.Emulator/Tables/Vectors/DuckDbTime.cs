namespace SqsIngestor.Emulator.Tables.Vectors;

/// <summary>
/// DuckDB's dates and times as .NET's. A value that .NET cannot represent (years outside 1 to 9999, infinity) stays the number of
/// days or microseconds, so that a wrong unit is visible and not hidden by an error.
/// </summary>
internal static class DuckDbTime
{
    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public static object Date(int days)
    {
        var number = (long)EpochDay + days;
        return number >= DateOnly.MinValue.DayNumber && number <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber((int)number)
            : days;
    }

    public static object TimeOfDay(long microseconds) =>
        microseconds is >= 0 and < 24 * 3_600_000_000L ? new TimeOnly(microseconds * TimeSpan.TicksPerMicrosecond) : microseconds;

    public static object WallClock(long microseconds) => Ticks(microseconds) is { } ticks ? new DateTime(ticks) : microseconds;

    public static object Instant(long microseconds) =>
        Ticks(microseconds) is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : microseconds;

    private static long? Ticks(long microseconds)
    {
        var ticks = ((Int128)microseconds * TimeSpan.TicksPerMicrosecond) + DateTime.UnixEpoch.Ticks;
        return ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks ? (long)ticks : null;
    }
}
