using System.Globalization;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Time;
using SqsIngestor.Mapping.Values;
using SqsIngestor.Mapping.Yaml;
using SqsIngestor.Shared;

namespace SqsIngestor.Mapping.Language.Meanings;

/// <summary>Compiles the options of a column with a meaning of time: its formats, zone and bounds.</summary>
internal static class TimeReaderCompiler
{
    /// <summary>Reports what is wrong with the options of a time, in a column in which they have no effect.</summary>
    public static void CheckWords(ColumnOptions options, DiagnosticBag diagnostics)
    {
        var zone = Zone(options, diagnostics) ?? TimeZoneRules.Utc;
        var context = new TimeFormatContext(RequiresOffset: false, TakesDate: true, options.Strict);
        foreach (var format in options.Formats) Compile(format, context, diagnostics);
        TimeBoundsCompiler.Compile(options, TimeUse.Instant, zone, diagnostics);
    }

    /// <summary>The reader; null after a diagnostic.</summary>
    /// <param name="options">The options of the column.</param>
    /// <param name="use">The part of a time that the column holds.</param>
    /// <param name="diagnostics">Receives the problems.</param>
    public static TimeReader? Compile(ColumnOptions options, TimeUse use, DiagnosticBag diagnostics)
    {
        var zone = Zone(options, diagnostics);
        // A time without an offset is a point in time only if the file names its zone.
        var requiresOffset = use == TimeUse.Instant && options.Zone is null;
        var context = new TimeFormatContext(requiresOffset, use == TimeUse.Date, options.Strict);
        if (options.StrictPlace is { } strict
            && !options.Formats.Any(format => TimeFormatCatalog.Find(format.Value) is { TakesStrict: true }))
        {
            diagnostics.Add(
                DiagnosticCodes.OptionOutOfPlace, strict,
                "'strict' has no effect here; use it with a format of numbers: "
                + string.Join(", ", TimeFormatCatalog.All.Where(row => row.TakesStrict).Select(row => row.Word)));
        }
        var seen = new HashSet<string>();
        foreach (var format in options.Formats.Where(format => !seen.Add(format.Value)))
            diagnostics.Add(DiagnosticCodes.Idle, format.Position, $"'{format.Value}' is listed twice");
        var formats = options.Formats.Select(format => Compile(format, context, diagnostics)).ToList();
        if (options.Formats.Count == 0) formats.Add(TimeFormatCatalog.All[0].Create(context));
        var bounds = TimeBoundsCompiler.Compile(options, use, zone ?? TimeZoneRules.Utc, diagnostics);
        return zone is null || bounds is null || formats.Contains(null)
            ? null
            : new TimeReader([.. formats.OfType<TimeFormat>()], zone, bounds.Value);
    }

    /// <summary>The zone; null after a diagnostic.</summary>
    private static TimeZoneRules? Zone(ColumnOptions options, DiagnosticBag diagnostics)
    {
        var zone = options.Zone is null ? TimeZoneRules.Utc : TimeZoneRules.Find(options.Zone.Value);
        if (zone is null)
        {
            diagnostics.Add(DiagnosticCodes.ZoneUnknown, options.Zone!.Position,
                $"'{options.Zone.Value}' is not a zone: "
                + "a zone is UTC, an offset with a sign, or an IANA name that this machine has time zone data for",
                "zone: \"+01:00\", or install tzdata");
        }
        return zone;
    }

    /// <summary>The types that some format of the column reads; a time of the function needs none.</summary>
    public static ValueTypes Takes(ColumnOptions options)
    {
        if (options.Formats.Count == 0) return TimeFormatCatalog.All[0].Types | ValueTypes.Instant;
        return options.Formats.Aggregate(ValueTypes.Instant, (all, format) => all | (TimeFormatCatalog.Find(format.Value) switch
        {
            null => ValueTypes.Text | ValueTypes.Number,
            { TakesStrict: true } numbers when options.Strict => numbers.Types & ~ValueTypes.Text,
            var known => known.Types,
        }));
    }

    /// <summary>Whether the zone of a column can make a difference.</summary>
    /// <param name="options">The options of the column.</param>
    /// <param name="use">The part of a time that the column holds.</param>
    /// <param name="types">The types that the source can yield.</param>
    public static bool UsesZone(ColumnOptions options, TimeUse use, ValueTypes types)
    {
        if (options.NotBefore is not null || options.NotAfter is not null) return true;
        // A point in time needs a zone if its text has no offset, a clock if the time is a point in time.
        var idle = use == TimeUse.Instant ? PatternOffset.Always : PatternOffset.Never;
        if (types.HasFlag(ValueTypes.Instant) && use != TimeUse.Instant) return true;
        if (types == ValueTypes.Instant) return false;
        return options.Formats.Count == 0 || options.Formats.Any(format => OffsetOf(format.Value) != idle);
    }

    private static PatternOffset OffsetOf(string format) =>
        TimeFormatCatalog.Find(format) is { } known ? known.Offset : OffsetOf(Letters(format));

    private static PatternOffset OffsetOf(HashSet<char> letters) =>
        letters.Contains('z') ? PatternOffset.Always : letters.Contains('K') ? PatternOffset.Optional : PatternOffset.Never;

    private static TimeFormat? Compile(YamlScalar format, TimeFormatContext context, DiagnosticBag diagnostics) =>
        TimeFormatCatalog.Find(format.Value)?.Create(context) ?? CompilePattern(format, context.RequiresOffset, diagnostics);

    private static PatternFormat? CompilePattern(YamlScalar format, bool requiresOffset, DiagnosticBag diagnostics)
    {
        var letters = Letters(format.Value);
        if (!letters.Contains('y') || !letters.Contains('M') || !letters.Contains('d') || !RoundTrips(format.Value))
        {
            diagnostics.Add(DiagnosticCodes.TimeFormat, format.Position,
                $"'{format.Value}' is not a format; 'formats' takes {string.Join(", ", TimeFormatCatalog.Words)}, "
                + "or a .NET pattern with year, month and day",
                Nearest.Hint(format.Value, TimeFormatCatalog.Words) ?? "for example yyyy-MM-dd HH:mm:ss");
            return null;
        }
        if (letters.Contains('h') && !letters.Contains('t'))
        {
            diagnostics.Add(DiagnosticCodes.TimeFormat, format.Position,
                $"the pattern '{format.Value}' has the hours 1 to 12 and not the half of the day: noon would become midnight",
                "HH for 24 hours, or hh with tt for AM and PM");
            return null;
        }
        var offset = OffsetOf(letters);
        if (requiresOffset && offset == PatternOffset.Never)
        {
            diagnostics.Add(DiagnosticCodes.TimeFormat, format.Position,
                $"times of the pattern '{format.Value}' have no offset; a timestamp needs one, or a zone",
                "zone: UTC");
            return null;
        }
        return new PatternFormat(format.Value, offset, requiresOffset);
    }

    /// <summary>The letters of the pattern that are not in quotes and not after a backslash.</summary>
    private static HashSet<char> Letters(string pattern)
    {
        var letters = new HashSet<char>();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\') i++;
            else if (pattern[i] is '\'' or '"') i = pattern.IndexOf(pattern[i], i + 1) is >= 0 and var end ? end : pattern.Length;
            else letters.Add(pattern[i]);
        }
        return letters;
    }

    private static bool RoundTrips(string pattern)
    {
        if (pattern.Length is < 3 or > 100) return false;
        try
        {
            var text = new DateTimeOffset(
                2026, 12, 13, 10, 11, 12, TimeSpan.Zero).ToString(pattern, CultureInfo.InvariantCulture);
            return DateTimeOffset.TryParseExact(
                text, pattern, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
