namespace SqsIngestor.Mapping.Time;

/// <summary>A local time as written, with its UTC offset if the text has one.</summary>
/// <param name="Microseconds">The local time, in microseconds from 1970-01-01T00:00:00.</param>
/// <param name="OffsetSeconds">How far the local time is ahead of UTC; null if the text has no offset.</param>
internal readonly record struct WrittenTime(long Microseconds, int? OffsetSeconds)
{
    private const long PerSecond = 1_000_000;

    /// <summary>0001-01-01T00:00:00.</summary>
    public const long MinMicroseconds = -62_135_596_800 * PerSecond;

    /// <summary>9999-12-31T23:59:59.999999.</summary>
    public const long MaxMicroseconds = (253_402_300_800 * PerSecond) - 1;

    public static bool IsInRange(long microseconds) => microseconds is >= MinMicroseconds and <= MaxMicroseconds;

    /// <summary>The point in time, in microseconds since the epoch.</summary>
    /// <param name="zone">The zone of a time without an offset.</param>
    public long ToInstant(TimeZoneRules zone) =>
        OffsetSeconds is { } offset ? Microseconds - (offset * PerSecond) : zone.ToInstant(Microseconds);

    /// <summary>The local time, in microseconds from 1970-01-01T00:00:00; without an offset it is as written.</summary>
    /// <param name="zone">The zone to which a time with an offset is converted.</param>
    public long ToWallClock(TimeZoneRules zone) =>
        OffsetSeconds is { } offset ? zone.ToWallClock(Microseconds - (offset * PerSecond)) : Microseconds;

    public static WrittenTime OfInstant(long microseconds) => new(microseconds, 0);
}
