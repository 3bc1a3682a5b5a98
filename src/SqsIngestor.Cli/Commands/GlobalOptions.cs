using System.CommandLine;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Commands;

/// <summary>The options of every command.</summary>
internal sealed class GlobalOptions
{
    private readonly Option<bool> _quiet = Create<bool>(
        "--quiet", "Print only the result, warnings and errors.", "-q");

    private readonly Option<bool> _verbose = Create<bool>(
        "--verbose", "Also say on standard error what the command reads, starts and asks.", "-v");

    private readonly Option<bool> _noColor = Create<bool>(
        "--no-color", "No colors, and nothing that moves. NO_COLOR and TERM=dumb do the same.");

    /// <summary>All of them, in the order of the help.</summary>
    public IReadOnlyList<Option> All => [_quiet, _verbose, _noColor, Project];

    /// <summary>The project file.</summary>
    public Option<FileInfo?> Project { get; } = Create<FileInfo?>(
        "--project", $"The project file. Default: {ProjectFile.Name} in the current folder, or in the nearest one above.");

    /// <summary>Adds them to the root command.</summary>
    public void AddTo(RootCommand root)
    {
        Project.HelpName = "FILE";
        foreach (var option in All) root.Options.Add(option);
    }

    /// <summary>Sets how much the command prints, and whether with colors.</summary>
    public void Apply(ParseResult parsed)
    {
        // .NET itself reads the variable before it writes to a terminal.
        if (parsed.GetValue(_noColor)) Environment.SetEnvironmentVariable("NO_COLOR", "1");
        Verbosity.Set(
            parsed.GetValue(_quiet) ? VerbosityLevel.Quiet
                : parsed.GetValue(_verbose) ? VerbosityLevel.Verbose
                : VerbosityLevel.Normal,
            parsed.GetValue(_noColor) || Verbosity.EnvironmentIsPlain(Environment.GetEnvironmentVariable));
    }

    /// <summary>Whether an option on the command line excludes another one of these.</summary>
    public bool Blocks(ParseResult parsed, Symbol symbol) =>
        (symbol == _quiet && parsed.GetValue(_verbose)) || (symbol == _verbose && parsed.GetValue(_quiet));

    /// <summary>What is wrong with them on a command line; null for nothing.</summary>
    public string? Problem(ParseResult parsed) => parsed.GetValue(_quiet) && parsed.GetValue(_verbose)
        ? $"{_quiet.Name} and {_verbose.Name} exclude each other."
        : null;

    private static Option<T> Create<T>(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Recursive = true };
}
