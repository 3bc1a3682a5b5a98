using Microsoft.Extensions.Logging;

namespace SqsIngestor.Zerobus;

/// <summary>Every log event of the client, by id. Immutable.</summary>
public static class ZerobusLogEvents
{
    /// <summary>The rows, by id.</summary>
    public static IReadOnlyList<LogEvent> All { get; } =
    [
        new(1000, "ZerobusStreamOpened", LogLevel.Information, "A connection of a stream is open.", "Nothing."),
        new(1001, "ZerobusOpenFailed", LogLevel.Warning, "An attempt to open a stream failed; the client tries again.",
            "If it repeats, do what the reason says."),
        new(1002, "ZerobusOpenRefused", LogLevel.Warning,
            "The service refused the token or the grants. The cached token may be older than a grant, "
                + "so the client tries once more with a fresh one.",
            "If the next attempt fails too, check the grants on the table."),
        new(1003, "ZerobusManyOpens", LogLevel.Warning,
            "All clients of this process together tried to open 100 streams to a table within a minute. Each open costs the "
                + "service. The line comes at most once a minute for a table.",
            "Open a stream once and keep it. If connections end again and again, read the reasons in the other lines."),
        new(1010, "ZerobusConnectionEnded", LogLevel.Information,
            "A connection ended, for the cause that the line names. Unacked records are sent again on the next one.",
            "Nothing, unless it happens many times a minute: then read the reason."),
        new(1011, "ZerobusCloseSignal", LogLevel.Information,
            "The service announced that it closes the stream, as it does for restarts. "
                + "The client reads the remaining acks, then reconnects.",
            "Nothing."),
        new(1012, "ZerobusStreamFailed", LogLevel.Error, "The stream ended for good; what is unacked was not delivered.",
            "Do what the reason says.", "zerobus-errors"),
        new(1013, "ZerobusRecordRefused", LogLevel.Warning,
            "The service refused one record; the records around it are durable. The line does not quote the record.",
            "Compare the record's columns with the table's."),
        new(1014, "ZerobusCallbackThrew", LogLevel.Warning, "The caller's OnAck callback threw; the client ignores it.",
            "Correct the callback."),
        new(1015, "ZerobusRecordSuspected", LogLevel.Warning,
            "Connections ended with this record and with no other, so the client gave it up. The records around it are durable.",
            "If it repeats for the same message, compare the record's columns with the table's."),
        new(1016, "ZerobusRecordWithdrawn", LogLevel.Information,
            "The client did not send a record, or did not send it again: its invocation is over, or an earlier message of its "
            + "FIFO group failed. SQS delivers the message again.",
            "Nothing."),
        new(1017, "ZerobusConnectionProved", LogLevel.Debug,
            "After a silence, or a stop of this process, the client asked the connection whether it still works, and it "
            + "answered.",
            "Nothing."),
        new(1018, "ZerobusStatisticsThrew", LogLevel.Warning,
            "The caller's IZerobusStatistics threw. The client goes on, and logs only the first exception.",
            "Correct the exporter."),
        new(1020, "ZerobusTokenObtained", LogLevel.Debug, "The client has a new token.", "Nothing."),
        new(1021, "ZerobusTokenRequestFailed", LogLevel.Warning, "A request for a token failed; the client tries again.",
            "If it repeats, check the workspace URL, the network and the principal."),
        new(1022, "ZerobusTokenNotRefreshed", LogLevel.Warning,
            "The token is due for a refresh and the endpoint does not answer. The client uses the old token while it is valid.",
            "If it repeats, check the workspace URL and the network before the token expires."),
    ];
}
