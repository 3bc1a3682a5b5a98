using Microsoft.Extensions.Logging;

#pragma warning disable SYSLIB1015 // A code is part of the reason's text; as a separate property it serves queries.

namespace SqsIngestor.Zerobus.Internal;

/// <summary>
/// Every log line of the client. Ids and names are stable and each has a row in <see cref="ZerobusLogEvents"/>. No line contains
/// a token, a secret or a record.
/// </summary>
internal static partial class ZerobusLog
{
    [LoggerMessage(EventId = 1000, EventName = "ZerobusStreamOpened", Level = LogLevel.Information,
        Message = "Opened stream {StreamId} to {Table} in {Milliseconds:0} ms.")]
    public static partial void StreamOpened(ILogger logger, ZerobusTableName table, string streamId, double milliseconds);

    [LoggerMessage(EventId = 1001, EventName = "ZerobusOpenFailed", Level = LogLevel.Warning,
        Message = "Attempt {Attempt} to open a stream to {Table} failed: {Reason}")]
    public static partial void OpenFailed(
        ILogger logger, ZerobusTableName table, ZerobusErrorCode code, int attempt, string reason);

    [LoggerMessage(EventId = 1002, EventName = "ZerobusOpenRefused", Level = LogLevel.Warning,
        Message = "The service refused to open a stream to {Table} with {Code}; the client tries once more with a fresh token.")]
    public static partial void OpenRefused(ILogger logger, ZerobusTableName table, ZerobusErrorCode code);

    [LoggerMessage(EventId = 1003, EventName = "ZerobusManyOpens", Level = LogLevel.Warning,
        Message = "This process tried {Opens} times within a minute to open a stream to {Table}.")]
    public static partial void ManyOpens(ILogger logger, ZerobusTableName table, int opens);

    [LoggerMessage(EventId = 1010, EventName = "ZerobusConnectionEnded", Level = LogLevel.Information,
        Message = "The connection of stream {StreamId} to {Table} ended ({Cause}); unacked records: {Records}. {Reason}")]
    public static partial void ConnectionEnded(
        ILogger logger, ZerobusTableName table, string streamId, int records, string cause, string reason);

    [LoggerMessage(EventId = 1011, EventName = "ZerobusCloseSignal", Level = LogLevel.Information,
        Message = "The service closes stream {StreamId} to {Table}; the client leaves it within {Milliseconds:0} ms.")]
    public static partial void CloseSignal(ILogger logger, ZerobusTableName table, string streamId, double milliseconds);

    [LoggerMessage(EventId = 1012, EventName = "ZerobusStreamFailed", Level = LogLevel.Error,
        Message = "The stream to {Table} failed: {Reason}")]
    public static partial void StreamFailed(ILogger logger, ZerobusTableName table, ZerobusErrorCode code, string reason);

    [LoggerMessage(EventId = 1013, EventName = "ZerobusRecordRefused", Level = LogLevel.Warning,
        Message = "The service refused record {Index} of offset {Offset} for {Table} on stream {StreamId}.")]
    public static partial void RecordRefused(ILogger logger, ZerobusTableName table, string streamId, long offset, int index);

    [LoggerMessage(EventId = 1014, EventName = "ZerobusCallbackThrew", Level = LogLevel.Warning,
        Message = "The OnAck callback for {Table} threw {Exception}.")]
    public static partial void CallbackThrew(ILogger logger, ZerobusTableName table, string exception);

    [LoggerMessage(EventId = 1015, EventName = "ZerobusRecordSuspected", Level = LogLevel.Warning,
        Message = "Connections to {Table} ended with the record at offset {Offset}, the last one stream {StreamId}; "
            + "the client gives it up.")]
    public static partial void RecordSuspected(ILogger logger, ZerobusTableName table, string streamId, long offset);

    [LoggerMessage(EventId = 1016, EventName = "ZerobusRecordWithdrawn", Level = LogLevel.Information,
        Message = "The client withdrew the record at offset {Offset} for {Table}.")]
    public static partial void RecordWithdrawn(ILogger logger, ZerobusTableName table, long offset);

    [LoggerMessage(EventId = 1017, EventName = "ZerobusConnectionProved", Level = LogLevel.Debug,
        Message = "The connection of stream {StreamId} to {Table} answered a probe; the client keeps it")]
    public static partial void ConnectionProved(ILogger logger, ZerobusTableName table, string streamId);

    [LoggerMessage(EventId = 1018, EventName = "ZerobusStatisticsThrew", Level = LogLevel.Warning,
        Message = "The statistics exporter threw {Exception}; the client logs no more of its exceptions.")]
    public static partial void StatisticsThrew(ILogger logger, string exception);

    [LoggerMessage(EventId = 1020, EventName = "ZerobusTokenObtained", Level = LogLevel.Debug,
        Message = "Got a token for {Table}, valid for {Seconds} s.")]
    public static partial void TokenObtained(ILogger logger, string table, long seconds);

    [LoggerMessage(EventId = 1021, EventName = "ZerobusTokenRequestFailed", Level = LogLevel.Warning,
        Message = "Attempt {Attempt} to get a token for {Table} failed: {Reason}")]
    public static partial void TokenRequestFailed(ILogger logger, string table, string reason, int attempt);

    [LoggerMessage(EventId = 1022, EventName = "ZerobusTokenNotRefreshed", Level = LogLevel.Warning,
        Message = "Cannot refresh the token for {Table}; the client uses the old one, valid for {Seconds} s more.")]
    public static partial void TokenNotRefreshed(ILogger logger, string table, long seconds);
}
