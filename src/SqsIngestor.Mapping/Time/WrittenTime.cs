namespace SqsIngestor.Mapping.Time;

/// <summary>A time as it was written: what the clock on the wall showed, and where the wall was, if the text says so.</summary>
/// <param name="Microseconds">The wall clock, counted from 1970-01-01T00:00:00.</param>
/// <param name="OffsetSeconds">How far the wall clock is ahead of UTC; null when the text does not say.</param>
internal readonly record struct WrittenTime(long Microseconds, int? OffsetSeconds)
{
    private const long PerSecond = 1_000_000;

    /// <summary>0001-01-01T00:00:00.</summary>
    public const long MinMicroseconds = -62_135_596_800 * PerSecond;

    /// <summary>9999-12-31T23:59:59.999999.</summary>
    public const long MaxMicroseconds = (253_402_300_800 * PerSecond) - 1;

    public static bool IsInRange(long microseconds) => microseconds is >= MinMicroseconds and <= MaxMicroseconds;

    public static WrittenTime OfInstant(long microseconds) => new(microseconds, 0);
}
