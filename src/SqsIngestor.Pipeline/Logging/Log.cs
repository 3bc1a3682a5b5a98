using Microsoft.Extensions.Logging;

#pragma warning disable SYSLIB1015 // What does not stand in the text is there for queries.

namespace SqsIngestor.Pipeline.Logging;

/// <summary>Every line that the function logs. Never a secret, never content of a message.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Information, "Ready after {Milliseconds:0} ms: {Tables} from {MappingFile}, compiled in {CompileMilliseconds:0.0} ms.")]
    public static partial void Ready(ILogger logger, double milliseconds, string tables, string mappingFile, double compileMilliseconds);

    [LoggerMessage(101, LogLevel.Error, "Initialization failed ({ErrorType}): {Reason}")]
    public static partial void InitFailed(ILogger logger, string errorType, string reason);

    [LoggerMessage(102, LogLevel.Warning, "The mapping has a warning: {Diagnostic}")]
    public static partial void MappingWarning(ILogger logger, string diagnostic);

    [LoggerMessage(103, LogLevel.Warning, "No stream into {Table} at start: {Reason} The first invocation tries again.")]
    public static partial void StreamNotOpen(ILogger logger, string table, string reason);

    [LoggerMessage(110, LogLevel.Information, "{Received} messages: {Rows} rows durable, {Failed} messages go back to the queue, in {Milliseconds:0} ms.")]
    public static partial void BatchDone(ILogger logger, int received, int rows, int failed, double milliseconds);

    [LoggerMessage(111, LogLevel.Warning, "Message {MessageId} (received {ReceiveCount} times) cannot become a row: {Error}.")]
    public static partial void MessageRefused(
        ILogger logger, string messageId, int receiveCount, string error, string code, string column, string table, string pointer);

    [LoggerMessage(112, LogLevel.Warning, "Message {MessageId} (received {ReceiveCount} times) goes back to the queue: {Table} did not take its row ({Code}).")]
    public static partial void RowRefused(ILogger logger, string messageId, int receiveCount, string table, string code);

    [LoggerMessage(118, LogLevel.Warning, "Message {MessageId} (received {ReceiveCount} times) goes back to the queue unsent: an earlier message of its group has failed.")]
    public static partial void HeldBack(ILogger logger, string messageId, int receiveCount);

    [LoggerMessage(115, LogLevel.Warning, "Message {MessageId} is {Action}, as the mapping says: {Error}.")]
    public static partial void MessageSetAside(
        ILogger logger, string messageId, string action, string error, string code, string column, string table, string pointer);

    [LoggerMessage(116, LogLevel.Warning, "Message {MessageId} does not have the checksum that the event gives: {Checksums}. It passes, as the mapping says.")]
    public static partial void ChecksumDiffers(ILogger logger, string messageId, string checksums);

    [LoggerMessage(117, LogLevel.Error, "The messages for {Table} go back to the queue: no stream could be opened. {Reason}")]
    public static partial void StreamUnavailable(ILogger logger, string table, string code, string reason);

    [LoggerMessage(113, LogLevel.Error, "{Failed} messages go back to the queue: their rows were not durable by the deadline.")]
    public static partial void DeadlineReached(ILogger logger, int failed);

    [LoggerMessage(114, LogLevel.Error, "The stream into {Table} failed: {Reason}")]
    public static partial void StreamFailed(ILogger logger, string table, string code, string reason);

    [LoggerMessage(120, LogLevel.Error, "The invocation failed ({ErrorType}): {Reason}")]
    public static partial void InvocationFailed(ILogger logger, string errorType, string reason);

    [LoggerMessage(121, LogLevel.Warning, "The Runtime API answered {StatusCode} to {Call}.")]
    public static partial void RuntimeApiRefused(ILogger logger, int statusCode, string call);
}
