using System.Globalization;

namespace SqsIngestor.Mapping.Inspection;

/// <summary>Wire numbers as values of the table.</summary>
internal static class DeltaText
{
    /// <summary>
    /// The text of a TIMESTAMP, TIMESTAMP_NTZ or DATE; null for other meanings and for years outside 1 to 9999.
    /// </summary>
    public static string? Of(string? meaning, long value) => meaning switch
    {
        "timestamp" => Moment(value) is { } moment ? moment + "Z" : null,
        "timestamp_ntz" => Moment(value),
        "date" => value is >= -719_162 and <= 2_932_896
            ? DateOnly.FromDayNumber((int)(value + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber))
                .ToString("O", CultureInfo.InvariantCulture) : null,
        _ => null,
    };

    /// <summary>RFC 3339, with the shortest fraction that is exact.</summary>
    private static string? Moment(long microseconds)
    {
        if (microseconds is < -62_135_596_800_000_000 or > 253_402_300_799_999_999) return null;
        return DateTime.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);
    }
}
