using Microsoft.Extensions.Logging;

namespace SqsIngestor.Lambda.Logging;

/// <summary>Loggers that share one output, so that lines never mix.</summary>
/// <param name="output">Where lines go: standard output in Lambda.</param>
/// <param name="minimum">From AWS_LAMBDA_LOG_LEVEL.</param>
/// <param name="clock">Stamps the lines.</param>
internal sealed class JsonLineLoggerFactory(Stream output, LogLevel minimum, TimeProvider clock) : ILoggerFactory
{
    private readonly Lock _gate = new();

    public ILogger CreateLogger(string categoryName) => new JsonLineLogger(categoryName, minimum, output, clock, _gate);

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
