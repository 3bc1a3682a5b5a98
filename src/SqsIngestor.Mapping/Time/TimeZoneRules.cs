using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Time;

/// <summary>Converts between UTC and the local time of a zone.</summary>
internal sealed class TimeZoneRules
{
    private const long PerSecond = 1_000_000;
    private const long PerDay = 86_400 * PerSecond;

    private readonly CelZone _zone;

    private TimeZoneRules(CelZone zone) => _zone = zone;

    public static TimeZoneRules Utc { get; } = new(CelZone.Utc);

    /// <summary>UTC, an offset with its sign, or a name that this machine has rules for; null for others.</summary>
    public static TimeZoneRules? Find(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && CelZone.Find(text) is { } zone ? new(zone) : null;

    /// <summary>The local time in the zone at a timestamp.</summary>
    public long ToWallClock(long instant) => instant + OffsetAt(instant);

    /// <summary>
    /// The point in time of a local time. If there are two, the earlier one; a local time that daylight saving skips is read with
    /// the offset before the change.
    /// </summary>
    public long ToInstant(long wallClock)
    {
        var before = OffsetAt(wallClock - PerDay);
        if (OffsetAt(wallClock - before) == before) return wallClock - before;
        var after = OffsetAt(wallClock + PerDay);
        return OffsetAt(wallClock - after) == after ? wallClock - after : wallClock - before;
    }

    private long OffsetAt(long instant)
    {
        var seconds = CelCalendar.DivideDown(instant, PerSecond).Quotient;
        return _zone.OffsetSeconds(Math.Clamp(seconds, CelCalendar.MinSeconds, CelCalendar.MaxSeconds)) * PerSecond;
    }
}
