using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli;

/// <summary>Parses the command line, runs the command and turns errors into messages and exit codes.</summary>
internal static class CommandLine
{
    /// <summary>How long a command with other processes may take: a server closes what it has open.</summary>
    private static readonly TimeSpan OrderlyStop = TimeSpan.FromSeconds(15);

    private const string NoFolder = "The current folder does not exist, or cannot be read. Change to another one.";

    /// <summary>An argument that begins with @ does not name a file of arguments: --body @FILE reads a body.</summary>
    public static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null };

    /// <summary>The root command with every command of the catalog.</summary>
    public static RootCommand CreateRoot() => CreateRoot(new GlobalOptions());

    /// <summary>The same with these options of every command.</summary>
    public static RootCommand CreateRoot(GlobalOptions global)
    {
        var root = new RootCommand(
            "Land SQS messages as rows of Databricks Unity Catalog tables. Commands work offline, except where they read "
            + "Unity Catalog.");
        foreach (var info in CommandCatalog.All) root.Subcommands.Add(new CatalogCommand(info));
        global.AddTo(root);
        foreach (var suggest in root.Directives.OfType<SuggestDirective>()) suggest.Action = new Completions(suggest);
        foreach (var option in root.Options)
        {
            if (option is HelpOption)
            {
                (option.Description, option.Action) = ("Show help.", new HelpText());
            }
            else if (option is VersionOption)
            {
                (option.Description, option.Action) = ("Show the version and the commit.", new VersionText());
            }
        }

        return root;
    }

    /// <summary>Runs the program.</summary>
    /// <returns>The exit code, one of <see cref="ExitCodes"/>.</returns>
    public static Task<int> RunAsync(string[] args) =>
        StopSignals.RunAsync((signals, cancellation) => RunAsync(args, signals, cancellation));

    private static async Task<int> RunAsync(string[] args, StopSignals signals, CancellationToken cancellation)
    {
        // Without a command, a person wants to know what there is.
        if (args.Length == 0) args = ["--help"];
        var global = new GlobalOptions();
        var root = CreateRoot(global);
        try
        {
            var (parsed, problems) = Parse(root, args, global);
            if (problems.Count > 0) return Refuse(parsed, problems);
            foreach (var warning in OldNames.Warnings(parsed)) Write($"warning: {warning}");
            if (parsed.CommandResult.Command is CatalogCommand { Info.StopsInOrder: true }) signals.Patience = OrderlyStop;
            return await parsed.InvokeAsync(
                // The signals are handled already.
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
                cancellation);
        }
        catch (CliException e)
        {
            Write(e.Message);
            if (e.Error == CliErrors.CommandLine) Write(Usage(root.Parse(args, Parsing)));
            return e.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Cancelled;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Report(CliErrors.FileSystem.Because(HasFolder() ? e.Message : NoFolder, e));
        }
        catch (Exception e)
        {
            return Report(
                CliErrors.Unexpected.Because($"{e.GetType().Name}: {e.Message} This is a bug of sqs-ingestor: report it.", e));
        }
    }

    /// <summary>Whether the folder in which the command runs is still there: without it, the system names no file.</summary>
    private static bool HasFolder()
    {
        try
        {
            return Directory.Exists(Directory.GetCurrentDirectory());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Parses a command line, with the defaults of the environment and of the project file.</summary>
    private static (ParseResult Parsed, IReadOnlyList<string> Problems) Parse(
        RootCommand root, string[] args, GlobalOptions global)
    {
        var given = root.Parse(args, Parsing);
        // No value may be asked for before that: .NET has no file without a name.
        if (UsageProblems.EmptyPaths(given).ToList() is { Count: > 0 } empty) return (given, empty);
        global.Apply(given);
        // Help needs no defaults, and a misspelled option must not be hidden by a wrong one.
        if (!UsageProblems.IsOfCommand(given) || UsageProblems.HasUnknown(given)) return (given, UsageProblems.Of(given));
        var (parsed, problems) = OptionDefaults.Apply(root, args, global, Environment.GetEnvironmentVariable);
        global.Apply(parsed);
        if (problems.Count == 0 && global.Problem(parsed) is { } problem) problems = [problem];
        return (parsed, problems.Count > 0 ? problems : UsageProblems.Of(parsed));
    }

    private static int Report(CliException error)
    {
        Write(error.Message);
        return error.ExitCode;
    }

    /// <summary>Prints the problems and the command for help. The whole help would hide them.</summary>
    private static int Refuse(ParseResult parsed, IReadOnlyList<string> problems)
    {
        foreach (var problem in problems) Write(CliErrors.CommandLine.Because(problem).Message);
        Write(Usage(parsed));
        return ExitCodes.Usage;
    }

    /// <summary>What a message quotes may have any character, also those that a terminal obeys.</summary>
    private static void Write(string text) => Console.Error.WriteLine(PlainText.OfLines(text));

    /// <summary>Where help is.</summary>
    private static string Usage(ParseResult parsed) =>
        $"Run '{CommandDescription.Path(parsed.CommandResult.Command)} --help' for usage.";
}
