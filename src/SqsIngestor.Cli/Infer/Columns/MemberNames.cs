namespace SqsIngestor.Cli.Infer.Columns;

/// <summary>What the name of a member says about its values.</summary>
internal static class MemberNames
{
    private static readonly HashSet<string> TimeWords =
    [
        "at", "time", "timestamp", "ts", "date", "datetime", "epoch", "created", "updated", "modified", "expires", "expiry",
        "expiration", "started", "ended", "since", "until", "when", "seen",
    ];

    /// <summary>After a time word, they say that the member is something else.</summary>
    private static readonly HashSet<string> NotTimeWords =
    [
        "by", "id", "ids", "user", "number", "no", "key", "count", "zone", "offset", "duration", "taken", "spent", "out",
    ];

    /// <summary>Before the word time, they say how long something took.</summary>
    private static readonly HashSet<string> DurationWords =
    [
        "elapsed", "service", "response", "processing", "execution", "run", "wait", "queue", "total", "up", "down",
    ];

    private static readonly HashSet<string> CoordinateWords =
    [
        "lat", "latitude", "lon", "lng", "long", "longitude", "coordinate", "coordinates",
    ];

    /// <summary>Whether the values are coordinates, which a sample can have with few digits by chance.</summary>
    public static bool IsCoordinate(string member) => ColumnNaming.Snake(member).Split('_').Any(CoordinateWords.Contains);

    /// <summary>Whether the values are versions, which some services name after days.</summary>
    public static bool IsVersion(string member) => ColumnNaming.Snake(member).Split('_')
        .Select(static word => word.TrimEnd('s'))
        .Any(static word => word == "revision" || word.EndsWith("version", StringComparison.Ordinal));

    /// <summary>Whether the values are times.</summary>
    public static bool IsTime(string member)
    {
        var words = ColumnNaming.Snake(member).Split('_');
        var last = Array.FindLastIndex(words, TimeWords.Contains);
        // created_by is a person, and service_time_ms a duration.
        return last >= 0 && !words.Skip(last + 1).Any(NotTimeWords.Contains)
            && !(words[last] == "time" && words.Take(last).Any(DurationWords.Contains));
    }
}
