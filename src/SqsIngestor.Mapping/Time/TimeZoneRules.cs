using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Time;

/// <summary>Between UTC and what the clocks of a zone show.</summary>
internal sealed class TimeZoneRules
{
    private const long PerSecond = 1_000_000;
    private const long PerDay = 86_400 * PerSecond;

    private readonly CelZone _zone;

    private TimeZoneRules(CelZone zone) => _zone = zone;

    public static TimeZoneRules Utc { get; } = new(CelZone.Utc);

    /// <summary>UTC, an offset with its sign, or a name that this machine has rules for; null for anything else.</summary>
    public static TimeZoneRules? Find(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && CelZone.Find(text) is { } zone ? new(zone) : null;

    /// <summary>The local time of the zone at a point in time.</summary>
    public long ToWallClock(long instant) => instant + OffsetAt(instant);

    /// <summary>
    /// When the zone's clocks show a time. Of two such moments the earlier; a time that the clocks skip is taken as if
    /// they had not been put forward yet.
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
