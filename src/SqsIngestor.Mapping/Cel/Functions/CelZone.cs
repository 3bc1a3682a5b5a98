using System.Globalization;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>A time zone: UTC, a fixed offset, or a name in the time zone data of this machine.</summary>
internal sealed class CelZone
{
    private readonly int _offset;
    private readonly TimeZoneInfo? _rules;
    private readonly ZoneFile? _file;

    private CelZone(int offset, TimeZoneInfo? rules = null, ZoneFile? file = null)
    {
        _offset = offset;
        _rules = rules;
        _file = file;
    }

    public static CelZone Utc { get; } = new(0);

    /// <summary>Finds a time zone; null for an unknown name, and for text that is not an offset.</summary>
    public static CelZone? Find(string text)
    {
        if (text == "UTC") return Utc;
        var digits = text.StartsWith('+') || text.StartsWith('-') ? text[1..] : text;
        if (digits.Length == 5 && digits[2] == ':'
            && int.TryParse(digits.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            && int.TryParse(digits.AsSpan(3, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            && hours < 24 && minutes < 60)
        {
            return new(((hours * 3600) + (minutes * 60)) * (text[0] == '-' ? -1 : 1));
        }
        // The system accepts any relative file name, so restrict the characters.
        var isName = text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+');
        return isName && TimeZoneInfo.TryFindSystemTimeZoneById(text, out var rules)
            ? new(0, rules, ZoneFile.Find(text))
            : null;
    }

    /// <summary>How far the zone's clocks are ahead of UTC.</summary>
    /// <param name="seconds">Since 1970-01-01T00:00:00Z, in the years 1 to 9999.</param>
    public int OffsetSeconds(long seconds)
    {
        if (_rules is null) return _offset;
        // The library cuts offsets to minutes. Only those of the past, which the file lists, have seconds.
        if (_file is not null && _file.TryGetOffset(seconds, out var offset)) return offset;
        var time = new DateTime((seconds - CelCalendar.MinSeconds) * TimeSpan.TicksPerSecond, DateTimeKind.Utc);
        return (int)_rules.GetUtcOffset(time).TotalSeconds;
    }
}
