using Microsoft.Extensions.Logging;
using SqsIngestor.Zerobus;

#pragma warning disable SYSLIB1015 // A value that is not in the text is there for queries.

namespace SqsIngestor.Pipeline.Logging;

/// <summary>Log lines about the start, batches and streams, events 2000 to 2199. Never a secret, never message content.</summary>
internal static partial class PipelineLog
{
    [LoggerMessage(2000, LogLevel.Information,
        "Ready after {Milliseconds:0} ms: {Tables} from {MappingFile}, compiled in {CompileMilliseconds:0.0} ms. "
            + "Configuration: {ConfigSha256}.",
        EventName = "Ready")]
    public static partial void Ready(
        ILogger logger, double milliseconds, string tables, string mappingFile, double compileMilliseconds, string configSha256,
        string functionVersion);

    [LoggerMessage(2001, LogLevel.Error, "The function cannot start ({ErrorType}): {Reason}", EventName = "InitFailed")]
    public static partial void InitFailed(ILogger logger, string errorType, string reason);

    [LoggerMessage(
        2002, LogLevel.Warning, "Cannot open the stream to {Table} at start: {Reason} The first invocation tries again.",
        EventName = "StreamNotOpen")]
    public static partial void StreamNotOpen(ILogger logger, string table, string reason);

    [LoggerMessage(
        2003, LogLevel.Information, "The probe passed in {Milliseconds:0} ms. Tables that are open: {Tables}.",
        EventName = "ProbePassed")]
    public static partial void ProbePassed(ILogger logger, int tables, double milliseconds, string configSha256);

    [LoggerMessage(2100, LogLevel.Information,
        "Batch done in {Milliseconds:0} ms. Messages received: {Received}, rows durable: {Rows}, "
            + "messages returned to the queue: {Failed}.",
        EventName = "BatchDone")]
    public static partial void BatchDone(ILogger logger, int received, int rows, int failed, double milliseconds);

    [LoggerMessage(2101, LogLevel.Warning, "Message {MessageId} (receive count {ReceiveCount}) cannot become a row: {Error}.",
        EventName = "MessageRefused")]
    public static partial void MessageRefused(
        ILogger logger, string messageId, int receiveCount, string error, string code, string column, string table,
        string pointer);

    [LoggerMessage(2102, LogLevel.Warning,
        "Message {MessageId} (receive count {ReceiveCount}) is returned to the queue: "
            + "its row in {Table} is not durable ({Code}).",
        EventName = "RowRefused")]
    public static partial void RowRefused(ILogger logger, string messageId, int receiveCount, string table, string code);

    [LoggerMessage(2103, LogLevel.Warning,
        "Message {MessageId} (receive count {ReceiveCount}) is returned to the queue unsent: "
            + "an earlier message of its group failed.",
        EventName = "MessageHeldBack")]
    public static partial void MessageHeldBack(ILogger logger, string messageId, int receiveCount);

    [LoggerMessage(
        2104, LogLevel.Warning, "Message {MessageId} is {Action}, as the mapping says: {Error}.", EventName = "MessageSetAside")]
    public static partial void MessageSetAside(
        ILogger logger, string messageId, string action, string error, string code, string column, string table, string pointer);

    [LoggerMessage(
        2109, LogLevel.Debug, "Message {MessageId} gives no row, as the mapping says.", EventName = "MessageWithoutRow")]
    public static partial void MessageWithoutRow(ILogger logger, string messageId);

    [LoggerMessage(2105, LogLevel.Warning,
        "Message {MessageId} does not match the checksum in the event: {Checksums}. "
            + "The function accepts it, as the mapping says.",
        EventName = "ChecksumMismatch")]
    public static partial void ChecksumMismatch(ILogger logger, string messageId, string checksums);

    [LoggerMessage(2106, LogLevel.Warning,
        "Message {MessageId} (receive count {ReceiveCount}) is returned to the queue unsent: "
            + "an earlier delivery has shown that Zerobus refuses it.",
        EventName = "RefusedBefore")]
    public static partial void RefusedBefore(ILogger logger, string messageId, int receiveCount);

    [LoggerMessage(2107, LogLevel.Error,
        "Message {MessageId} (receive count {ReceiveCount}) is returned to the queue: the function broke on it ({Exception}).",
        EventName = "MessageBroke")]
    public static partial void MessageBroke(
        ILogger logger, string messageId, int receiveCount, string exception, string stack);

    [LoggerMessage(2108, LogLevel.Warning,
        "The stream to {Table} has no room: the rows that wait for their acks take all of its memory. "
            + "Messages for other tables go first.",
        EventName = "StreamFull")]
    public static partial void StreamFull(ILogger logger, string table);

    [LoggerMessage(
        2110, LogLevel.Error,
        "Cannot open a stream to {Table}: {Reason} The messages for this table are returned to the queue.",
        EventName = "StreamUnavailable")]
    public static partial void StreamUnavailable(ILogger logger, string table, string code, string reason);

    [LoggerMessage(
        2111, LogLevel.Error, "The stream to {Table} failed, and the function opens a new one: {Reason}",
        EventName = "StreamFailed")]
    public static partial void StreamFailed(ILogger logger, string table, string code, string reason);

    [LoggerMessage(2112, LogLevel.Error,
        "Not every row was acked in time. Messages returned to the queue for this reason: {Failed}.",
        EventName = "DeadlineReached")]
    public static partial void DeadlineReached(ILogger logger, int failed);

    [LoggerMessage(2113, LogLevel.Error,
        "The function did not wait until its deadline for {Tables}, which did not answer within {Seconds:0} s, because other "
            + "tables work. Messages returned to the queue for this reason: {Failed}.",
        EventName = "TableGivenUp")]
    public static partial void TableGivenUp(ILogger logger, string tables, double seconds, int failed);

    [LoggerMessage(2114, LogLevel.Warning,
        "Message {MessageId} (receive count {ReceiveCount}) is returned to the queue: the time of the invocation was up.",
        EventName = "MessageOutOfTime")]
    public static partial void MessageOutOfTime(ILogger logger, string messageId, int receiveCount);

    [LoggerMessage(2115, LogLevel.Warning,
        "The ack of a row of message {MessageId} (receive count {ReceiveCount}) is overdue: a connection to {Table} waited for "
            + "it for {Seconds:0.#} s, and acked nothing. The batch waits no longer. The next delivery sends the message last.",
        EventName = "AckOverdue")]
    public static partial void AckOverdue(
        ILogger logger, string messageId, int receiveCount, string table, double seconds);

    [LoggerMessage(
        2116, LogLevel.Debug, "The mapping skips rows of message {MessageId} (rows: {Rows}). The message has others.",
        EventName = "RowsSkipped")]
    public static partial void RowsSkipped(ILogger logger, string messageId, int rows);

    [LoggerMessage(2117, LogLevel.Warning,
        "An object of message {MessageId} has a name twice that the mapping reads, and the last value is used. "
            + "The next line about such a message follows after {Seconds} s at the earliest.",
        EventName = "DuplicateName")]
    public static partial void DuplicateName(ILogger logger, string messageId, int seconds);

    [LoggerMessage(2118, LogLevel.Warning,
        "Lines about messages of the batch that are left out: {Count}, with the event {LeftOut} and the code '{Code}'.",
        EventName = "MessageLinesLeftOut")]
    public static partial void MessageLinesLeftOut(ILogger logger, string leftOut, string code, int count);

    [LoggerMessage(2120, LogLevel.Error, "The invocation failed ({ErrorType}): {Reason}", EventName = "InvocationFailed")]
    public static partial void InvocationFailed(ILogger logger, string errorType, string reason);

    /// <summary>The catalog of these events.</summary>
    public static IReadOnlyList<LogEvent> All =>
    [
        new(2000, "Ready", LogLevel.Information,
            "The function has started: the mapping is compiled and the streams are open, "
                + "unless a StreamNotOpen line says otherwise. The line has the checksum of the configuration.",
            "Nothing."),
        new(2001, "InitFailed", LogLevel.Error,
            "The function cannot start. It writes no row: the messages of the invocation return to the queue, which counts the "
                + "receive, and Lambda tries again.",
            "Correct what the line says.", "function-errors"),
        new(2002, "StreamNotOpen", LogLevel.Warning,
            "Zerobus was not reachable at start. Messages are safe in the queue.",
            "Nothing if it happens once. If it lasts, check the network and the status of the service."),
        new(2003, "ProbePassed", LogLevel.Information,
            "A probe has opened a stream to each table of the mapping, and written no row. A probe that fails has an "
                + "InvocationFailed line with each table that is not open.",
            "Nothing."),
        new(2100, "BatchDone", LogLevel.Information,
            "The function has processed a batch.",
            "Nothing."),
        new(2101, "MessageRefused", LogLevel.Warning,
            "A message cannot become a row. It is returned to the queue, "
                + "and moves to the dead-letter queue after the queue's maximum of receives.",
            "Correct the producer or the mapping: the line has the code, the column and a JSON pointer. "
                + "Then redrive the dead-letter queue."),
        new(2102, "RowRefused", LogLevel.Warning,
            "Zerobus did not accept a row, or its stream failed before the row was durable. "
                + "The message is returned to the queue.",
            "If the code is RecordRefused, compare mapping and table. "
                + "Other codes are faults of the stream: the next delivery tries again."),
        new(2103, "MessageHeldBack", LogLevel.Warning,
            "An earlier message of the same FIFO group failed, so this one is returned to the queue unsent. The order is kept.",
            "Fix the failure of the earlier message; this one then succeeds."),
        new(2104, "MessageSetAside", LogLevel.Warning,
            "A message cannot become a row, and the mapping says to drop it or to write it to the quarantine table. "
                + "It is not returned to the queue.",
            "Look at the quarantine table, or at the producer: the line has the code, the column and a JSON pointer."),
        new(2105, "ChecksumMismatch", LogLevel.Warning,
            "The body or the attributes of a message do not match the MD5 that SQS sent with it; "
                + "`verify` in the mapping says to accept it.",
            "Find out what changes messages in transit, for example an EventBridge pipe that rewrites the body."),
        new(2106, "RefusedBefore", LogLevel.Warning,
            "An earlier delivery of the message has shown that Zerobus refuses a row of it, or that connections end with it. "
                + "The function does not send it again for half an hour, so that it does not hold up others.",
            "Look for the RowRefused line of the earlier delivery, and compare mapping and table."),
        new(2107, "MessageBroke", LogLevel.Error,
            "The function has a bug that this message meets, or not enough memory for it. The other messages are not affected.",
            "Report it with the exception and the stack of the line; they hold no content. "
                + "If it is an OutOfMemoryException, give the function more memory."),
        new(2108, "StreamFull", LogLevel.Warning,
            "The rows of a table that wait for their acks take all of the memory that the table may have, for more than 2 s. "
                + "Messages for other tables go first; those of this table follow until the deadline.",
            "Nothing if it happens once. If it lasts, look for a table that acks slowly, or give the function more memory."),
        new(2109, "MessageWithoutRow", LogLevel.Debug,
            "The mapping creates no row for a message: an `explode` finds no element, or a policy skips the row. "
                + "The message is deleted from the queue.",
            "Nothing, if the mapping means it; otherwise set `empty` or the policy to `fail`."),
        new(2110, "StreamUnavailable", LogLevel.Error,
            "No stream to a table could be opened in this batch. All its messages for the table are returned to the queue.",
            "Read the reason: credentials, a missing grant, a missing table, or the service. "
                + "Correct it; messages are delivered again."),
        new(2111, "StreamFailed", LogLevel.Error,
            "A stream ended with an error, and the function opens a new one. "
                + "Rows that were not durable are sent again when SQS delivers their messages again.",
            "Nothing if it happens once. If it lasts, read the reason."),
        new(2112, "DeadlineReached", LogLevel.Error,
            "Rows were sent, but Zerobus did not ack them in time. Their messages are returned to the queue. "
                + "The function remembers the rows and does not send them again if they become durable later.",
            "If it lasts, raise the function's timeout, lower the batch size, or check the status of the service."),
        new(2113, "TableGivenUp", LogLevel.Error,
            "A table was in trouble in an earlier batch, or its connection is lost, while another table works. The function "
                + "waits for such a table for 2 s and not until its deadline, so that messages of other tables do not wait "
                + "behind it. The messages of the table are returned to the queue.",
            "Look for the first line of the table: StreamUnavailable, DeadlineReached or a reason why its connection ended. More "
                + "time for the function does not help."),
        new(2114, "MessageOutOfTime", LogLevel.Warning,
            "A message was not sent, or not acked, before the time of the invocation was up, or the process was "
                + "frozen for so long. It is returned to the queue, and the client does not send it again.",
            "If it lasts, raise the function's timeout, or lower the batch size."),
        new(2115, "AckOverdue", LogLevel.Warning,
            "Zerobus acked nothing for long, and the row of this message was the first that it had to ack, so the row may be "
                + "the cause. The next delivery sends the message last, so that no other waits for it. If other messages of the "
                + "batch waited behind it, the function has sent them again on a new connection.",
            "Nothing if it happens once. If the same message has it again and again, compare its row with the table. If many "
                + "messages have it, check the status of the service."),
        new(2116, "RowsSkipped", LogLevel.Debug,
            "A policy skips rows of a message (`skip_row`), and others of its rows are written. The metric RowsSkipped counts "
                + "the rows.",
            "Nothing, if the mapping means it; otherwise set the policy to `fail` or `rescue`. `sqs-ingestor encode` names the "
                + "columns."),
        new(2117, "DuplicateName", LogLevel.Warning,
            "JSON does not say what a name means that an object has twice. The function takes the last value; the others are "
                + "lost, unless a rescued column has them. The log has at most one such line in a minute; the metric "
                + "DuplicateNames counts every message.",
            "Correct the producer. `sqs-ingestor encode` says which name it is."),
        new(2118, "MessageLinesLeftOut", LogLevel.Warning,
            "A batch has many messages of one kind, and the log has the first of them only: the line says how many more there "
                + "are, with which event and code. The metrics count all of them.",
            "Look at the lines before it. FAILED_MESSAGE_LINES sets how many lines there are."),
        new(2120, "InvocationFailed", LogLevel.Error,
            "The invocation failed as a whole. All messages of the batch are returned to the queue.",
            "Look up the error type.", "function-errors"),
    ];
}
