using Microsoft.Extensions.Logging;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Emulator.Tests;

/// <summary>
/// A logger that stops whoever logs one event until the test opens the gate: a place to look at what happens in between.
/// </summary>
internal sealed class EventGate(string eventName) : ILoggerFactory, ILogger
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new();

    /// <summary>Completes when the event is logged for the first time.</summary>
    public Task Reached => _reached.Task;

    public void Open() => _open.TrySetResult();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose() => Open();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name != eventName) return;
        _reached.TrySetResult();
        _open.Task.Wait(Eventually.Patience);
    }
}
