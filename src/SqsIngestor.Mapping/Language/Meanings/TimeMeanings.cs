using System.Globalization;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Time;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Meanings;

/// <summary>Formats and zone of <c>as: timestamp</c>, <c>timestamp_ntz</c> and <c>date</c>.</summary>
internal sealed class TimeMeanings(DiagnosticBag diagnostics)
{
    private static readonly string[] Names = ["rfc3339", "epoch_s", "epoch_ms", "epoch_us", "epoch_ns"];

    public ScalarCodec? Create(string meaning, ColumnOptions options)
    {
        // A local time and a date stand for themselves; a moment needs to be told where its clock is.
        var requiresOffset = meaning == "timestamp" && options.Zone is null;
        var zone = options.Zone is null ? TimeZoneRules.Utc : TimeZoneRules.Find(options.Zone.Value);
        if (zone is null)
        {
            diagnostics.Add(DiagnosticCodes.ZoneUnknown, options.Zone!.Position,
                $"'{options.Zone.Value}' is not a zone here: not UTC, not an offset, and no name that this machine has time zone data for", "zone: \"+01:00\", or install tzdata");
        }
        var formats = options.Formats.Select(f => CreateFormat(f, requiresOffset, meaning, options.Strict)).ToList();
        if (options.Formats.Count == 0) formats.Add(new Rfc3339Format(requiresOffset, takesDate: meaning == "date"));
        if (zone is null || formats.Contains(null)) return null;
        var reader = new TimeReader([.. formats.OfType<TimeFormat>()], zone);
        return meaning switch
        {
            "timestamp" => new TimestampCodec(reader),
            "timestamp_ntz" => new TimestampNtzCodec(reader),
            _ => new DateCodec(reader),
        };
    }

    private TimeFormat? CreateFormat(YamlScalar format, bool requiresOffset, string meaning, bool strict) => format.Value switch
    {
        "rfc3339" => new Rfc3339Format(requiresOffset, takesDate: meaning == "date"),
        "epoch_s" => new EpochFormat(6, strict),
        "epoch_ms" => new EpochFormat(3, strict),
        "epoch_us" => new EpochFormat(0, strict),
        "epoch_ns" => new EpochFormat(-3, strict),
        _ => CreatePattern(format, requiresOffset),
    };

    private PatternFormat? CreatePattern(YamlScalar format, bool requiresOffset)
    {
        var letters = Letters(format.Value);
        if (!letters.Contains('y') || !letters.Contains('M') || !letters.Contains('d') || !RoundTrips(format.Value))
        {
            diagnostics.Add(DiagnosticCodes.TimeFormat, format.Position,
                $"'{format.Value}' is neither one of {string.Join(", ", Names)} nor a .NET pattern that names year, month and day",
                Nearest.Hint(format.Value, Names) ?? "for example yyyy-MM-dd HH:mm:ss");
            return null;
        }
        var offset = letters.Contains('z') ? PatternOffset.Always : letters.Contains('K') ? PatternOffset.Optional : PatternOffset.Never;
        if (requiresOffset && offset == PatternOffset.Never)
        {
            diagnostics.Add(DiagnosticCodes.TimeFormat, format.Position, $"times of the form '{format.Value}' have no offset, so they are no moments without a zone", "zone: UTC");
            return null;
        }
        return new PatternFormat(format.Value, offset, requiresOffset);
    }

    /// <summary>The pattern's letters that stand for something: not those in quotes and not those after a backslash.</summary>
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
            var text = new DateTimeOffset(2026, 12, 13, 10, 11, 12, TimeSpan.Zero).ToString(pattern, CultureInfo.InvariantCulture);
            return DateTimeOffset.TryParseExact(text, pattern, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
