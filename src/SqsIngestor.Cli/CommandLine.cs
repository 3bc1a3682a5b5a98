using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Errors;

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
        parsed.Invoke(configuration);
        Console.Error.WriteLine($"Run '{CommandDescription.Path(parsed.CommandResult.Command)} --help' for usage.");
        return ExitCodes.Usage;
    }
}
