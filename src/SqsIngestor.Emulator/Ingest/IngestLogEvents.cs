using Microsoft.Extensions.Logging;

namespace SqsIngestor.Emulator.Ingest;

/// <summary>The row of a log event of the emulator.</summary>
/// <param name="Id">The event id: 4000 to 4999 are the emulator's.</param>
/// <param name="Name">The event name.</param>
/// <param name="Level">The level of every line with this id.</param>
/// <param name="Meaning">What happened.</param>
/// <param name="Action">What to do; "Nothing." when nothing is needed.</param>
internal sealed record IngestLogEvent(int Id, string Name, LogLevel Level, string Meaning, string Action);

/// <summary>Every log event of the emulator, for the reference page and the tests.</summary>
internal static class IngestLogEvents
{
    /// <summary>The rows, by id.</summary>
    public static IReadOnlyList<IngestLogEvent> All { get; } =
    [
        new(4001, "IngestStreamOpened", LogLevel.Information, "The local server opened a stream to a table.", "Nothing."),
        new(4002, "IngestStreamClosed", LogLevel.Information, "The client closed its stream to a table.", "Nothing."),
        new(4003, "IngestStreamRefused", LogLevel.Warning,
            "The local server refused to open a stream. The line has the gRPC status and the reason.",
            "See the reason; the statuses are in zerobus-errors.md."),
        new(4004, "IngestStreamEnded", LogLevel.Warning,
            "The local server ended an open stream. The line has the gRPC status and the reason.",
            "Nothing if you requested this fault. Otherwise see the reason; the statuses are in zerobus-errors.md."),
    ];
}
