using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace SqsIngestor.Pipeline.Logging;

/// <summary>
/// Writes <c>timestamp level message</c>, for people who read logs without a tool. A line of an invocation has its ids before the
/// message.
/// </summary>
internal sealed class TextLineLogger(LogLevel minimum, LineOutput output, InvocationScopes scopes, TimeProvider clock)
    : LineLogger(minimum, output, scopes)
{
    protected override ReadOnlySpan<byte> ToLine(
        LogLevel level, EventId eventId, string message, IReadOnlyList<KeyValuePair<string, object?>> values,
        Exception? exception, InvocationIds? invocation)
    {
        var fault = exception is null ? "" : $" ({exception.GetType().FullName})";
        var ids = invocation is null ? "" : $"requestId={invocation.RequestId} ";
        if (invocation?.TraceId is { } trace) ids += $"traceId={trace} ";
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{clock.GetUtcNow().UtcDateTime:O} {LambdaLogLevel.NameOf(level)} {ids}{message}{fault}");
        // CloudWatch would make several events of several lines.
        return Encoding.UTF8.GetBytes(line.ReplaceLineEndings("\\n") + "\n");
    }
}
