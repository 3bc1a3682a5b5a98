namespace SqsIngestor.Cli.Terminal;

/// <summary>How much a command prints besides its result.</summary>
internal enum VerbosityLevel
{
    /// <summary>Results, warnings and errors.</summary>
    Quiet,

    /// <summary>Also what happens, and a summary.</summary>
    Normal,

    /// <summary>Also what the command reads, starts and asks, on standard error.</summary>
    Verbose,
}

/// <summary>What <c>--quiet</c>, <c>--verbose</c>, <c>--no-color</c> and NO_COLOR say, for the command that is running.</summary>
internal static class Verbosity
{
    private static readonly AsyncLocal<State?> Current = new();

    /// <summary>Whether only results, warnings and errors are wanted.</summary>
    public static bool IsQuiet => Level == VerbosityLevel.Quiet;

    /// <summary>Whether what a command reads, starts and asks is wanted.</summary>
    public static bool IsVerbose => Level == VerbosityLevel.Verbose;

    /// <summary>Whether neither colors nor anything that moves is wanted.</summary>
    public static bool IsPlain => Current.Value?.IsPlain ?? false;

    private static VerbosityLevel Level => Current.Value?.Level ?? VerbosityLevel.Normal;

    /// <summary>Sets both for the command that is about to run.</summary>
    public static void Set(VerbosityLevel level, bool isPlain) => Current.Value = new(level, isPlain);

    /// <summary>Whether the environment asks for plain text: NO_COLOR is not empty, or the terminal is a dumb one.</summary>
    public static bool EnvironmentIsPlain(Func<string, string?> variable) =>
        !string.IsNullOrEmpty(variable("NO_COLOR")) || variable("TERM") == "dumb";

    /// <summary>A line on standard error, with --verbose only.</summary>
    /// <param name="text">What happens. It has no secret and no message content.</param>
    public static void Say(string text)
    {
        if (IsVerbose) Console.Error.WriteLine(PlainText.Of(text));
    }

    private sealed record State(VerbosityLevel Level, bool IsPlain);
}
