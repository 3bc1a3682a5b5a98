using Microsoft.Extensions.Logging;

namespace SqsIngestor.Lambda.Runtime;

/// <summary>What is logged of the sandbox that the process runs in.</summary>
internal static partial class RuntimeLog
{
    [LoggerMessage(130, LogLevel.Debug, "The heap may take {HeapLimitBytes} bytes of the function's {MemoryMegabytes} MB.")]
    public static partial void HeapLimited(ILogger logger, long heapLimitBytes, string memoryMegabytes);

    [LoggerMessage(131, LogLevel.Warning, "The heap has no limit of its own: {Reason}.")]
    public static partial void HeapNotLimited(ILogger logger, string reason);

    [LoggerMessage(132, LogLevel.Warning, "No notice before the sandbox ends: {Reason}.")]
    public static partial void ExtensionRefused(ILogger logger, string reason);

    [LoggerMessage(133, LogLevel.Information, "SIGTERM: no more events are asked for.")]
    public static partial void Stopping(ILogger logger);

    [LoggerMessage(134, LogLevel.Information, "Stopped after {Milliseconds:0} ms; the streams are {Streams}.")]
    public static partial void Stopped(ILogger logger, double milliseconds, string streams);

    [LoggerMessage(135, LogLevel.Critical, "The process ends: {Reason}.")]
    public static partial void RuntimeApiFailed(ILogger logger, string reason);
}
