using Microsoft.Extensions.Logging;

namespace SqsIngestor.Pipeline.Logging;

/// <summary>Loggers that share one output, so that lines never mix.</summary>
/// <param name="output">Where lines go.</param>
/// <param name="minimum">The least level that is written.</param>
/// <param name="asText">Plain lines instead of JSON.</param>
/// <param name="clock">Stamps the lines.</param>
internal sealed class LineLoggerFactory(LineOutput output, LogLevel minimum, bool asText, TimeProvider clock) : ILoggerFactory
{
    /// <summary>Where the lines go; metrics go there too.</summary>
    public LineOutput Output => output;

    /// <summary>
    /// As Lambda's logging configuration says: AWS_LAMBDA_LOG_LEVEL, default INFO, and AWS_LAMBDA_LOG_FORMAT, JSON unless it
    /// is <c>Text</c>.
    /// </summary>
    public static LineLoggerFactory Create(Func<string, string?> variables, Stream output, TimeProvider clock) => new(
        new LineOutput(output),
        ParseLevel(variables("AWS_LAMBDA_LOG_LEVEL")),
        "Text".Equals(variables("AWS_LAMBDA_LOG_FORMAT"), StringComparison.OrdinalIgnoreCase),
        clock);

    public ILogger CreateLogger(string categoryName) =>
        asText ? new TextLineLogger(minimum, output, clock) : new JsonLineLogger(categoryName, minimum, output, clock);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The function logs to one place.");

    public void Dispose()
    {
    }

    /// <summary>Lambda's names of levels (TRACE, DEBUG, INFO, WARN, ERROR, FATAL); INFO for anything else.</summary>
    public static LogLevel ParseLevel(string? name) => name?.ToUpperInvariant() switch
    {
        "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "WARN" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "FATAL" => LogLevel.Critical,
        _ => LogLevel.Information,
    };
}
