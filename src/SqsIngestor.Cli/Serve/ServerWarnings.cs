using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SqsIngestor.Cli.Serve;

/// <summary>
/// Passes on the warnings of the local Databricks, such as the reason why it refused a stream, until the server stops. The lines
/// of its web server are left out. Thread-safe.
/// </summary>
/// <param name="show">Gets each line.</param>
internal sealed class ServerWarnings(Action<string> show) : ILoggerFactory, ILogger
{
    private const string Own = "SqsIngestor.";

    private volatile bool _isStopped;

    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith(Own, StringComparison.Ordinal) ? this : NullLogger.Instance;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && !_isStopped;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) show(formatter(state, exception));
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <summary>Passes nothing on from now: a server that stops ends the streams that are open.</summary>
    public void Stop() => _isStopped = true;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose() => Stop();
}
