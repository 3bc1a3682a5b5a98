using Microsoft.Extensions.Logging;

namespace SqsIngestor.Lambda.Runtime;

/// <summary>Log lines about the sandbox and the Lambda APIs, events 3000 to 3999; see <see cref="LambdaLogEvents"/>.</summary>
internal static partial class RuntimeLog
{
    [LoggerMessage(3000, LogLevel.Debug, "The heap may take {HeapLimitBytes} bytes of the function's {MemoryMegabytes} MB.",
        EventName = "HeapLimited")]
    public static partial void HeapLimited(ILogger logger, long heapLimitBytes, string memoryMegabytes);

    [LoggerMessage(3001, LogLevel.Warning, "Cannot set a limit for the heap: {Reason}.", EventName = "HeapNotLimited")]
    public static partial void HeapNotLimited(ILogger logger, string reason);

    [LoggerMessage(
        3010, LogLevel.Warning, "The function gets no SIGTERM before the sandbox ends: {Reason}.",
        EventName = "ExtensionNotRegistered")]
    public static partial void ExtensionNotRegistered(ILogger logger, string reason);

    [LoggerMessage(3011, LogLevel.Warning, "The Runtime API answered {StatusCode} to {Call}.", EventName = "RuntimeApiRefused")]
    public static partial void RuntimeApiRefused(ILogger logger, int statusCode, string call);

    [LoggerMessage(3012, LogLevel.Critical, "The process ends: {Reason}.", EventName = "RuntimeApiFailed")]
    public static partial void RuntimeApiFailed(ILogger logger, string reason);

    [LoggerMessage(
        3013, LogLevel.Warning, "Cannot reach the Runtime API for {Call}, attempt {Attempt} ({Reason}).",
        EventName = "RuntimeApiUnreachable")]
    public static partial void RuntimeApiUnreachable(ILogger logger, string call, int attempt, string reason);

    [LoggerMessage(
        3014, LogLevel.Warning, "The deadline that Lambda sent {Problem}. The invocation gets {Seconds:0} s.",
        EventName = "DeadlineReplaced")]
    public static partial void DeadlineReplaced(ILogger logger, string problem, double seconds);

    [LoggerMessage(3020, LogLevel.Information, "Received SIGTERM. The function takes no more events.", EventName = "Stopping")]
    public static partial void Stopping(ILogger logger);

    [LoggerMessage(
        3021, LogLevel.Information, "Stopped after {Milliseconds:0} ms; the streams are {Streams}.", EventName = "Stopped")]
    public static partial void Stopped(ILogger logger, double milliseconds, string streams);
}
