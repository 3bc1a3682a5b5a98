using System.CommandLine;
using System.CommandLine.Invocation;

namespace SqsIngestor.Cli.Commands;

/// <summary>Prints the help of a command: usage, arguments, options, examples and exit codes, from the catalog.</summary>
internal sealed class HelpText : SynchronousCommandLineAction
{
    private const int RedirectedWidth = 100;
    private const int MinWidth = 40;
    private const int MaxLabel = 34;

    // Text needs this much beside its label; otherwise it stands below it.
    private const int MinText = 30;
    private const int IndentBelow = 6;

    // Keeps a default on one line while the text is broken at spaces.
    private const char NoBreak = '\u00a0';

    /// <summary>Where options get their values from.</summary>
    public const string DefaultsRule =
        "Each option has an environment variable, such as SQS_INGESTOR_FORMAT for --format. The file " + ProjectFile.Name
            + " of a project has the usual mapping, descriptors, SQL files and server. The command line comes first, then the "
            + "environment, then the project.";

    /// <summary>Help is shown also for a command line that is incomplete.</summary>
    public override bool ClearsParseErrors => true;

    /// <summary>The characters in a line of standard output.</summary>
    public static int Width => Console.IsOutputRedirected ? RedirectedWidth : Math.Max(MinWidth, Console.WindowWidth - 1);

    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult.InvocationConfiguration.Output, parseResult.CommandResult.Command, Width);
        return 0;
    }

    /// <summary>Writes the help.</summary>
    /// <param name="output">Receives the help.</param>
    /// <param name="command">A command of the catalog, or the root command.</param>
    /// <param name="width">Characters in a line.</param>
    public static void Write(TextWriter output, Command command, int width)
    {
        var info = (command as CatalogCommand)?.Info;
        Paragraph(output, command.Description ?? "", "", width);
        if (info?.Details is { } details) Paragraph(output, details, "", width);
        output.WriteLine($"\nUsage:\n  {CommandDescription.Usage(command)}");
        foreach (var group in command.Subcommands.OfType<CatalogCommand>().GroupBy(each => each.Info.Group))
        {
            Section(
                output, info is null
                    ? Title(group.Key)
                    : "Commands", group.Select(each => (each.Name, each.Info.Summary)), width);
        }

        Section(
            output, "Arguments",
            command.Arguments.Where(each => !each.Hidden)
            .Select(each => (CommandDescription.Label(each), each.Description ?? "")),
            width);
        Section(
            output, "Options",
            CommandDescription.VisibleOptions(command)
            .Select(each => (CommandDescription.Label(each), WithDefault(each))), width);
        Section(
            output, "Options of every command",
            CommandDescription.GlobalOptions(command)
            .Select(each => (CommandDescription.Label(each), WithDefault(each))), width);
        if (info is null)
        {
            Paragraph(output, "\n" + DefaultsRule, "", width);
            return;
        }

        if (info.Examples.Count > 0)
        {
            output.WriteLine($"\nExamples:\n{string.Join('\n', info.Examples.Select(example => "  " + example))}");
        }
        if (info.Build is not null)
        {
            Section(output, "Exit codes", info.ExitCodes.Select(code => ($"{code.Code}", code.Meaning)), width);
        }
    }

    /// <summary>The title of a group of commands.</summary>
    public static string Title(CommandGroup group) => group switch
    {
        CommandGroup.Mappings => "Work with mappings",
        CommandGroup.Tables => "Work with tables and descriptors",
        CommandGroup.LocalRuns => "Run on this machine",
        CommandGroup.Deployment => "Deploy",
        CommandGroup.Documentation => "Documentation",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string WithDefault(Option option) =>
        CommandDescription.Describe(option)
            + (CommandDescription.Default(option) is { } value ? $" [default:{NoBreak}{value}]" : "");

    private static void Section(TextWriter output, string title, IEnumerable<(string Label, string Text)> rows, int width)
    {
        var all = rows.ToList();
        if (all.Count == 0) return;
        output.WriteLine($"\n{title}:");
        var indent = Math.Min(MaxLabel, all.Max(row => row.Label.Length)) + 4;
        if (width - indent < MinText) indent = IndentBelow;
        foreach (var (label, text) in all)
        {
            var start = "  " + label;
            if (start.Length > indent - 2)
            {
                output.WriteLine(start);
                start = "";
            }

            Paragraph(output, text, start.PadRight(indent), width, indent);
        }
    }

    /// <summary>Writes text that starts after a label and breaks at spaces.</summary>
    private static void Paragraph(TextWriter output, string text, string start, int width, int indent = 0)
    {
        var line = start;
        var empty = true;
        foreach (var word in text.Split(' '))
        {
            if (!empty && line.Length + 1 + word.Length > width)
            {
                output.WriteLine(line.TrimEnd().Replace(NoBreak, ' '));
                (line, empty) = (new string(' ', indent), true);
            }

            line += empty ? word : " " + word;
            empty = false;
        }

        output.WriteLine(line.TrimEnd().Replace(NoBreak, ' '));
    }
}
