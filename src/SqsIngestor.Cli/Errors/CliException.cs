namespace SqsIngestor.Cli.Errors;

/// <summary>Ends a command with a message for a person.</summary>
internal sealed class CliException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;
}
