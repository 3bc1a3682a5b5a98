using Microsoft.Extensions.Logging;

#pragma warning disable SYSLIB1015 // The code stands in the reason; by itself it is there for queries.

namespace SqsIngestor.Zerobus.Internal;

/// <summary>Every log line of the client. Event ids are stable; no line carries a token, a secret or a record.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Information, "Stream {StreamId} into {Table} opened in {Milliseconds:0} ms")]
    public static partial void Opened(ILogger logger, TableName table, string streamId, double milliseconds);

    [LoggerMessage(101, LogLevel.Warning, "Open of {Table} failed, attempt {Attempt}: {Reason}")]
    public static partial void OpenFailed(ILogger logger, TableName table, ZerobusErrorCode code, int attempt, string reason);

    [LoggerMessage(102, LogLevel.Warning, "Open of {Table} refused with {Code}; trying once with a fresh token")]
    public static partial void TokenRefused(ILogger logger, TableName table, ZerobusErrorCode code);

    [LoggerMessage(110, LogLevel.Information, "Stream {StreamId} into {Table} ended with {Records} records unacked: {Cause} {Reason}")]
    public static partial void ConnectionEnded(ILogger logger, TableName table, string streamId, int records, string cause, string reason);

    [LoggerMessage(111, LogLevel.Information, "Stream {StreamId} into {Table} is asked to leave within {Milliseconds:0} ms")]
    public static partial void CloseSignal(ILogger logger, TableName table, string streamId, double milliseconds);

    [LoggerMessage(112, LogLevel.Error, "Stream into {Table} failed: {Reason}")]
    public static partial void Failed(ILogger logger, TableName table, ZerobusErrorCode code, string reason);

    [LoggerMessage(113, LogLevel.Warning, "Record {Index} of offset {Offset} into {Table} was refused on stream {StreamId}")]
    public static partial void RecordRefused(ILogger logger, TableName table, string streamId, long offset, int index);

    [LoggerMessage(114, LogLevel.Warning, "The ack callback for {Table} threw {Exception}")]
    public static partial void CallbackThrew(ILogger logger, TableName table, string exception);

    [LoggerMessage(120, LogLevel.Debug, "Token for {Table} obtained, valid for {Seconds} s")]
    public static partial void TokenObtained(ILogger logger, string table, long seconds);

    [LoggerMessage(121, LogLevel.Warning, "Token request for {Table} failed with {Reason}, attempt {Attempt}")]
    public static partial void TokenFailed(ILogger logger, string table, string reason, int attempt);

    [LoggerMessage(122, LogLevel.Warning, "Token for {Table} not refreshed; the old one serves for {Seconds} s more")]
    public static partial void TokenServedOld(ILogger logger, string table, long seconds);
}
