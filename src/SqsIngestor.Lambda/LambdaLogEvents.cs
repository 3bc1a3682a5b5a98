using Microsoft.Extensions.Logging;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Lambda;

/// <summary>
/// The log events of the Lambda program. The command line compiles this file too, because it does not reference the program.
/// </summary>
internal static class LambdaLogEvents
{
    /// <summary>
    /// The catalog, by id, for the reference page and the tests. Built on each call, so that the function does not keep
    /// it in memory.
    /// </summary>
    public static IReadOnlyList<LogEvent> All =>
    [
        new(3000, "HeapLimited", LogLevel.Debug,
            "The garbage collector has a limit that fits the function's memory.",
            "Nothing."),
        new(3001, "HeapNotLimited", LogLevel.Warning,
            "The garbage collector has no limit, so Lambda may kill the process before it collects.",
            "Raise the function's memory, and report the line."),
        new(3010, "ExtensionNotRegistered", LogLevel.Warning,
            "Lambda did not register the internal extension, so it ends the sandbox without SIGTERM. "
                + "Nothing is lost: messages that were not reported as done are delivered again.",
            "Nothing if it happens once. If it lasts, report the line."),
        new(3011, "RuntimeApiRefused", LogLevel.Warning,
            "Lambda did not accept a response, usually because the invocation had ended. Its messages are delivered again.",
            "If it lasts, raise the function's timeout or lower the batch size."),
        new(3012, "RuntimeApiFailed", LogLevel.Critical,
            "The Runtime API failed or is gone. The process ends, and Lambda starts a new sandbox.",
            "Nothing if it happens once. If it lasts, check the AWS Health Dashboard."),
        new(3013, "RuntimeApiUnreachable", LogLevel.Warning,
            "The connection to the Runtime API was reset or refused. The function tries three times.",
            "Nothing if it happens once. If it lasts, remove extensions that stand in front of the Runtime API."),
        new(3014, "DeadlineReplaced", LogLevel.Warning,
            "The deadline of an invocation is missing, not a number, past, or further away than a function can run. The function "
            + "processes the invocation with the time that the line names.",
            "If it lasts, remove extensions that stand in front of the Runtime API, and report the line."),
        new(3020, "Stopping", LogLevel.Information,
            "Lambda ends the sandbox. Running invocations get time to answer.",
            "Nothing."),
        new(3021, "Stopped", LogLevel.Information,
            "The process ends. The streams are `closed`, or `aborted` if their last rows were not durable in time.",
            "Nothing: messages that were not reported as done are delivered again."),
    ];
}
