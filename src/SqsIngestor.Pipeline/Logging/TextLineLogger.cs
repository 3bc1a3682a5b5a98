using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace SqsIngestor.Pipeline.Logging;

/// <summary>Writes <c>timestamp level message</c>, for people who read logs without a tool.</summary>
internal sealed class TextLineLogger(LogLevel minimum, LineOutput output, TimeProvider clock) : ILogger
{
    public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum && logLevel != LogLevel.None;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var fault = exception is null ? "" : $" ({exception.GetType().FullName})";
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{clock.GetUtcNow().UtcDateTime:O} {LambdaLogLevel.NameOf(logLevel)} {formatter(state, exception)}{fault}");
        // CloudWatch would make several events of several lines.
        output.Write(Encoding.UTF8.GetBytes(line.ReplaceLineEndings("\\n") + "\n"));
    }
}
