using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Shared;

namespace SqsIngestor.Cli;

/// <summary>Parses the command line, runs the command and turns errors into messages and exit codes.</summary>
internal static class CommandLine
{
    /// <summary>How long a command may take to end after Ctrl-C or SIGTERM: a server closes what it has open.</summary>
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(15);

    /// <summary>An argument that begins with @ does not name a file of arguments: --body @FILE reads a body.</summary>
    public static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null };

    /// <summary>The root command with every command of the catalog.</summary>
    public static RootCommand CreateRoot()
    {
        var root = new RootCommand(
            "Land SQS messages as rows of Databricks Unity Catalog tables. Commands work offline, except where they read "
            + "Unity Catalog.");
        foreach (var info in CommandCatalog.All) root.Subcommands.Add(new CatalogCommand(info));
        foreach (var option in root.Options)
        {
            if (option is HelpOption)
            {
                (option.Description, option.Action) = ("Show help.", new HelpText());
            }
            else if (option is VersionOption)
            {
                option.Description = "Show the version.";
            }
        }

        return root;
    }

    /// <summary>Runs the program.</summary>
    /// <returns>The exit code, one of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = CreateRoot().Parse(args, Parsing);
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TerminationTimeout,
        };
        try
        {
            if (parsed.Action is ParseErrorAction action) return Refuse(parsed, action, configuration);
            return await parsed.InvokeAsync(configuration);
        }
        catch (CliException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Cancelled;
        }
    }

    /// <summary>Prints the problem and the command for help. The whole help would hide the problem.</summary>
    private static int Refuse(ParseResult parsed, ParseErrorAction action, InvocationConfiguration configuration)
    {
        (action.ShowHelp, configuration.Output) = (false, Console.Error);
        action.ShowTypoCorrections = false;
        parsed.Invoke(configuration);
        foreach (var (token, near) in Corrections(parsed)) Console.Error.WriteLine($"'{token}': did you mean '{near}'?");
        Console.Error.WriteLine($"Run '{CommandDescription.Path(parsed.CommandResult.Command)} --help' for usage.");
        return ExitCodes.Usage;
    }

    /// <summary>What misspelled options and commands may mean. Values are neither.</summary>
    private static IEnumerable<(string Token, string Near)> Corrections(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        for (var i = 0; i < parsed.UnmatchedTokens.Count; i++)
        {
            var token = parsed.UnmatchedTokens[i];
            var names = token.StartsWith("--", StringComparison.Ordinal)
                ? command.Options.SelectMany(option => option.Aliases.Prepend(option.Name))
                : i == 0 ? command.Subcommands.Select(subcommand => subcommand.Name) : [];
            if (Nearest.Find(token, names) is { } near) yield return (token, near);
        }
    }
}
