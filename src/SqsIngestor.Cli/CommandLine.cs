using System.CommandLine;
using System.CommandLine.Help;
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
        try
        {
            var parsed = CreateRoot().Parse(args, Parsing);
            var problems = UsageProblems.Of(parsed);
            if (problems.Count > 0) return Refuse(parsed, problems);
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = TerminationTimeout,
                });
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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Report(CliErrors.FileSystem.Because(e.Message, e));
        }
        catch (Exception e)
        {
            return Report(
                CliErrors.Unexpected.Because($"{e.GetType().Name}: {e.Message} This is a bug of sqs-ingestor: report it.", e));
        }
    }

    private static int Report(CliException error)
    {
        Console.Error.WriteLine(error.Message);
        return error.ExitCode;
    }

    /// <summary>Prints the problems and the command for help. The whole help would hide them.</summary>
    private static int Refuse(ParseResult parsed, IReadOnlyList<string> problems)
    {
        foreach (var problem in problems) Console.Error.WriteLine(CliErrors.CommandLine.Because(problem).Message);
        Console.Error.WriteLine($"Run '{CommandDescription.Path(parsed.CommandResult.Command)} --help' for usage.");
        return ExitCodes.Usage;
    }
}
