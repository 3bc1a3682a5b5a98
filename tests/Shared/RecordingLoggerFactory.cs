using Microsoft.Extensions.Logging;

namespace SqsIngestor.Tests.Shared;

/// <summary>Keeps every line that is logged, and the secrets that none may hold.</summary>
internal sealed class RecordingLoggerFactory(params string[] secrets) : ILoggerFactory, ILogger
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public void AssertNoSecret()
    {
        foreach (var secret in secrets)
            Assert.DoesNotContain(Lines, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
            _lines.Add($"{logLevel} {eventId.Id} {formatter(state, exception)} {exception}");
    }
}
