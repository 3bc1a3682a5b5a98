using SqsIngestor.Mapping.Language.Reference;
using SqsIngestor.Mapping.Time;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Meanings;

/// <summary>
/// Every word of <c>formats</c>, the only list of them; any other value is a .NET pattern. To add a format, add its row
/// here and its reader to Time.
/// </summary>
internal static class TimeFormatCatalog
{
    /// <summary>The rows of words; the first is the default.</summary>
    public static IReadOnlyList<TimeFormatSpec> All { get; } =
    [
        new("rfc3339", "text", ValueTypes.Text, c => new Rfc3339Format(c.RequiresOffset, c.TakesDate),
            "RFC 3339 with any number of digits of a second; digits after the microsecond are cut. T and Z may be in lower case, "
                + "a space may replace the T, and an offset may be +0100 or +01. The default. "
                + "With `as: date`, a date alone is enough.",
            new("formats: rfc3339", "\"2026-03-01T13:00:00.123+01:00\"", "\"2026-03-01T12:00:00.123Z\"")),
        Epoch("epoch_s", 6, "Seconds", "1772366400.5", "\"2026-03-01T12:00:00.5Z\""),
        Epoch("epoch_ms", 3, "Milliseconds", "1772366400123", "\"2026-03-01T12:00:00.123Z\""),
        Epoch("epoch_us", 0, "Microseconds", "1772366400123456", "\"2026-03-01T12:00:00.123456Z\""),
        Epoch("epoch_ns", -3, "Nanoseconds", "\"1772366400123456789\"", "\"2026-03-01T12:00:00.123456Z\""),
    ];

    /// <summary>The reference of patterns, which <see cref="TimeReaderCompiler"/> compiles.</summary>
    public static ReferenceRow Pattern { get; } = new("a .NET pattern", "text or a number", "a time",
        "A custom date and time pattern of .NET in the invariant culture. It must name year, month and day. "
        + "`hh`, the hours 1 to 12, needs `tt`, AM or PM; for 24 hours, write `HH`.",
        new("formats: \"dd.MM.yyyy HH:mm zzz\"", "\"01.03.2026 13:00 +01:00\"", "\"2026-03-01T12:00:00Z\""));

    public static IEnumerable<string> Words => All.Select(row => row.Word);

    public static TimeFormatSpec? Find(string word)
    {
        foreach (var row in All)
        {
            if (row.Word == word) return row;
        }
        return null;
    }

    private static TimeFormatSpec Epoch(string word, int power, string unit, string input, string output) =>
        new(word, "a number or numeric text", ValueTypes.Text | ValueTypes.Number, c => new EpochFormat(power, c.Strict),
            $"{unit} since 1970-01-01T00:00:00Z; digits after the microsecond are cut.", new($"formats: {word}", input, output))
        {
            TakesStrict = true,
            Offset = PatternOffset.Always,
        };
}

/// <summary>A word of <c>formats</c>: a row of <see cref="TimeFormatCatalog"/>.</summary>
/// <param name="Word">The word as written in the file.</param>
/// <param name="Takes">The kinds of value that it reads, for the reference.</param>
/// <param name="Types">The same, as types.</param>
/// <param name="Create">Makes the reader of one column.</param>
/// <param name="Meaning">One sentence for the reference.</param>
/// <param name="Example">Its input is JSON, its output the timestamp in RFC 3339, as JSON.</param>
internal sealed record TimeFormatSpec(
    string Word, string Takes, ValueTypes Types, Func<TimeFormatContext, TimeFormat> Create, string Meaning,
    ReferenceExample Example)
{
    /// <summary>The option <c>strict</c> applies: it reads numbers, and text with a number in it.</summary>
    public bool TakesStrict { get; init; }

    /// <summary>Whether its times have an offset from UTC.</summary>
    public PatternOffset Offset { get; init; } = PatternOffset.Optional;
}

/// <summary>The kind of time that a column needs from its formats.</summary>
/// <param name="RequiresOffset">A time without an offset is an error.</param>
/// <param name="TakesDate">A date without a time of day is enough.</param>
/// <param name="Strict">Numbers must be JSON numbers, not text.</param>
internal readonly record struct TimeFormatContext(bool RequiresOffset, bool TakesDate, bool Strict);
