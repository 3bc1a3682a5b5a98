using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace SqsIngestor.Pipeline.Logging;

/// <summary>Loggers that share one output, so that lines never mix.</summary>
/// <param name="output">Receives the lines.</param>
/// <param name="minimum">The lowest level that is written.</param>
/// <param name="asText">Plain lines instead of JSON.</param>
/// <param name="clock">Stamps the lines.</param>
/// <param name="oneAtATime">See <see cref="InvocationScopes"/>.</param>
internal sealed class LineLoggerFactory(LineOutput output, LogLevel minimum, bool asText, TimeProvider clock, bool oneAtATime)
    : ILoggerFactory
{
    private readonly InvocationScopes _scopes = new(oneAtATime);

    /// <summary>Receives the lines and the metrics.</summary>
    public LineOutput Output => output;

    /// <summary>Creates loggers as Lambda's logging configuration says.</summary>
    /// <param name="level">AWS_LAMBDA_LOG_LEVEL. Default INFO.</param>
    /// <param name="format">AWS_LAMBDA_LOG_FORMAT. JSON unless it is <c>Text</c>.</param>
    /// <param name="output">Receives the lines; not closed.</param>
    /// <param name="clock">Stamps the lines.</param>
    /// <param name="oneAtATime">Whether the process runs one invocation at a time.</param>
    public static LineLoggerFactory Create(
        string? level, string? format, Stream output, TimeProvider clock, bool oneAtATime = true) =>
        new(
            new LineOutput(output), LambdaLogLevel.Parse(level), "Text".Equals(format, StringComparison.OrdinalIgnoreCase), clock,
            oneAtATime);

    public ILogger CreateLogger(string categoryName) => asText
        ? new TextLineLogger(minimum, output, _scopes, clock)
        : new JsonLineLogger(categoryName, minimum, output, _scopes, clock);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The function logs to one place.");

    public void Dispose()
    {
    }
}

/// <summary>Lambda's names of log levels.</summary>
internal static class LambdaLogLevel
{
    /// <summary>The name of a level that a line can have.</summary>
    public static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "TRACE",
        LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARN",
        LogLevel.Error => "ERROR",
        LogLevel.Critical => "FATAL",
        _ => throw new UnreachableException($"No line has the level {level}."),
    };

    /// <summary>The level of a name, in any case; INFO for anything else, which is Lambda's default.</summary>
    public static LogLevel Parse(string? name) => name?.ToUpperInvariant() switch
    {
        "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "WARN" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "FATAL" => LogLevel.Critical,
        _ => LogLevel.Information,
    };
}
