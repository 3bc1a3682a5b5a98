using Microsoft.Extensions.Logging;

namespace SqsIngestor.Pipeline.Logging;

/// <summary>A logger that writes each line to one output, with the ids of the invocation that it belongs to.</summary>
/// <param name="minimum">The lowest level that is written.</param>
/// <param name="output">Receives the lines.</param>
/// <param name="scopes">Knows the invocation of a line.</param>
internal abstract class LineLogger(LogLevel minimum, LineOutput output, InvocationScopes scopes) : ILogger
{
    public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum && logLevel != LogLevel.None;

    /// <summary>Begins an invocation, if the state is its <see cref="InvocationIds"/>; there are no other scopes.</summary>
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull =>
        state is InvocationIds ids ? scopes.Begin(ids) : null;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
        output.Write(ToLine(logLevel, eventId, formatter(state, exception), values, exception, scopes.Current));
    }

    /// <summary>The line, with a line feed at its end.</summary>
    /// <param name="level">The level.</param>
    /// <param name="eventId">Id and name of the event.</param>
    /// <param name="message">The text for people.</param>
    /// <param name="values">The values in the text, and further ones.</param>
    /// <param name="exception">The type may be written, and never the message; null for none.</param>
    /// <param name="invocation">The invocation of the line; null for none.</param>
    protected abstract ReadOnlySpan<byte> ToLine(
        LogLevel level, EventId eventId, string message, IReadOnlyList<KeyValuePair<string, object?>> values,
        Exception? exception, InvocationIds? invocation);
}
