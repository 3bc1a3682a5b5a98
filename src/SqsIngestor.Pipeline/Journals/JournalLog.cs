using Microsoft.Extensions.Logging;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Journals;

/// <summary>Log lines about persistent streams and their journals, events 2500 to 2599. Never message content.</summary>
internal static partial class JournalLog
{
    [LoggerMessage(
        2500, LogLevel.Information, "A new persistent stream to {Table} begins.", EventName = "PersistentStreamBegun")]
    public static partial void Begun(ILogger logger, string table);

    [LoggerMessage(
        2501, LogLevel.Information,
        "The persistent stream to {Table} goes on at offset {Offset}. Rows of the journal that were found durable: {Rows}.",
        EventName = "PersistentStreamResumed")]
    public static partial void Resumed(ILogger logger, string table, long offset, int rows);

    [LoggerMessage(
        2502, LogLevel.Warning,
        "Cannot resume the persistent stream to {Table}: {Reason} A new one begins. Rows for which no ack was seen may be "
            + "written twice.",
        EventName = "PersistentStreamNotResumed")]
    public static partial void NotResumed(ILogger logger, string table, string reason);

    /// <summary>The catalog of these events.</summary>
    public static IReadOnlyList<LogEvent> All =>
    [
        new(2500, "PersistentStreamBegun", LogLevel.Information,
            "With DELIVERY=exactly-once-preview: the environment has no stream to the table yet.",
            "Nothing."),
        new(2501, "PersistentStreamResumed", LogLevel.Information,
            "With DELIVERY=exactly-once-preview: the process that ran before in this environment, or the stream before in this "
                + "process, has left a stream, and the function goes on behind its last durable row. The journal says which rows "
                + "are durable, and the function does not write them again when SQS delivers their messages again.",
            "Nothing. If a process was lost, look for the reason in the lines before it."),
        new(2502, "PersistentStreamNotResumed", LogLevel.Warning,
            "With DELIVERY=exactly-once-preview: the journal in DELIVERY_FOLDER is broken, the service does not know its stream, "
                + "or somebody else has written to the stream. The delivery guarantee of the rows that were on their way is "
                + "at-least-once.",
            "Nothing if it happens once, for example because the table was replaced. If it happens again, check that no other "
                + "program uses the folder or the stream."),
    ];
}
