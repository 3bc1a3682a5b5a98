namespace SqsIngestor.Cli.Errors;

/// <summary>A kind of error that ends a command. Codes are stable: a code keeps its meaning.</summary>
/// <param name="Code">The name that the message shows as <c>error CODE:</c>.</param>
/// <param name="ExitCode">The exit code of the command.</param>
/// <param name="Meaning">What failed, one sentence.</param>
/// <param name="Action">What to do, one sentence.</param>
internal sealed record CliError(string Code, int ExitCode, string Meaning, string Action)
{
    /// <summary>The error, as <c>error CODE: message</c>.</summary>
    public CliException Because(string message, Exception? cause = null) => new(this, $"error {Code}: {message}", cause);

    /// <summary>The error of a file, as <c>error CODE: place: message</c>.</summary>
    /// <param name="place">A file as the command line names it. A line and column in it come with <see cref="WithText"/>.</param>
    /// <param name="message">What failed, and what to do.</param>
    /// <param name="cause">The exception behind it.</param>
    public CliException At(object place, string message, Exception? cause = null) =>
        new(this, $"error {Code}: {OneLine(place)}: {message}", cause);

    /// <summary>A path may have a line feed, and an error of its own after it.</summary>
    private static string OneLine(object place) => $"{place}".Replace("\n", "\\n", StringComparison.Ordinal);

    /// <summary>
    /// The error with a text that carries its own codes and places: diagnostics, or the output of another program.
    /// </summary>
    public CliException WithText(string text, Exception? cause = null) => new(this, text, cause);
}

/// <summary>Ends a command. The root command prints the message to standard error and returns the exit code.</summary>
internal sealed class CliException(CliError error, string message, Exception? cause = null) : Exception(message, cause)
{
    public CliError Error { get; } = error;

    public int ExitCode => Error.ExitCode;
}
