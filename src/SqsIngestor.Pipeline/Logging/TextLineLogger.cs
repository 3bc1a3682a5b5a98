using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace SqsIngestor.Pipeline.Logging;

/// <summary>Writes <c>timestamp level message</c>, for people who read logs with their eyes.</summary>
internal sealed class TextLineLogger(LogLevel minimum, LineOutput output, TimeProvider clock) : ILogger
{
    public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum && logLevel != LogLevel.None;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var fault = exception is null ? "" : $" ({exception.GetType().FullName})";
        var line = string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow().UtcDateTime:O} {LevelNames.Of(logLevel)} {formatter(state, exception)}{fault}");
        // One line each, or a log group would make several events of it.
        output.Write(Encoding.UTF8.GetBytes(line.ReplaceLineEndings("\\n") + "\n"));
    }
}
