using System.CommandLine;
using System.Globalization;
using System.Text;
using SqsIngestor.Cli.Commands;

namespace SqsIngestor.Cli.Reference;

/// <summary>docs/reference/commands.md, from the tree of commands.</summary>
internal static class CommandsPage
{
    public static string Body()
    {
        var root = CommandLine.CreateRoot();
        var text = new StringBuilder($"`{CommandDescription.Root} COMMAND --help` prints the same. {root.Description}\n\n");
        AppendCommon(text, root);
        foreach (var group in root.Subcommands.OfType<CatalogCommand>().GroupBy(command => command.Info.Group))
        {
            text.Append($"## {HelpText.Title(group.Key)}\n\n");
            foreach (var command in group) Append(text, command);
        }

        return text.ToString();
    }

    /// <summary>What holds for all commands.</summary>
    private static void AppendCommon(StringBuilder text, RootCommand root)
    {
        text.Append("## Options of every command\n\n");
        text.Append(MarkdownTable.Write(
            ["option", "meaning"],
            CommandDescription.GlobalOptions(root).Concat(CommandDescription.VisibleOptions(root))
                .Select(option => (string[])[MarkdownTable.Code(CommandDescription.Label(option)), option.Description ?? ""])));
        text.Append($"""

            ## Defaults of options

            {HelpText.DefaultsRule}

            - The environment variable of an option is SQS_INGESTOR_ and its name: SQS_INGESTOR_WARNINGS_AS_ERRORS for
              `--warnings-as-errors`. An option without a value takes `true` or `false`, `1` or `0`, `yes` or `no`. An option that
              can be repeated takes a line for each value. SQS_INGESTOR_MAPPING stands for the mapping.
            - A default that the command line excludes is not used, such as SQS_INGESTOR_EVENT beside `--body`.
            - `--verbose` says which defaults are used.

            The keys of `{ProjectFile.Name}`. Paths are relative to its folder.


            """.ReplaceLineEndings("\n"));
        text.Append(MarkdownTable.Write(
            ["key", "takes", "meaning"],
            ProjectKey.All.Select(key => (string[])[MarkdownTable.Code(key.Word), key.Takes, key.Meaning])));
        text.Append("""

            ## Output and errors

            - Results are on standard output. Warnings, errors, progress and what `--verbose` says are on standard error.
            - An error is `error CODE: text`, and in a line of a file `FILE:LINE:COLUMN: error CODE: text`.
              [The codes](cli-errors.md) are stable. A wrong command line is an error in one line, and a second line says where
              help is.
            - An output that is not a terminal has no colors, and no table is cut.
            - Files may start with a byte order mark, and may be UTF-16 if they have one. Mappings are UTF-8, as the function
              reads them.
            - Old names of options work, with a warning that says the new one.


            """.ReplaceLineEndings("\n"));
    }

    private static void Append(StringBuilder text, CatalogCommand command)
    {
        var info = command.Info;
        text.Append(
            $"### {CommandDescription.Path(command)}\n\n{info.Summary}.{(info.Details is { } details ? " " + details : "")}\n\n");
        text.Append($"```\n{CommandDescription.Usage(command)}\n```\n\n");
        if (command.Subcommands.Count > 0)
        {
            text.Append(MarkdownTable.Write(
                ["command", "what it does"],
                command.Subcommands.OfType<CatalogCommand>()
                    .Select(each => (string[])[MarkdownTable.Code(each.Name), each.Info.Summary])));
            text.Append('\n');
            foreach (var subcommand in command.Subcommands.OfType<CatalogCommand>()) Append(text, subcommand);
            return;
        }

        AppendArguments(text, command);
        if (info.Examples.Count > 0) text.Append($"Examples:\n\n```sh\n{string.Join('\n', info.Examples)}\n```\n\n");
        text.Append(MarkdownTable.Write(
            ["exit code", "meaning"],
            info.ExitCodes.Select(code => (string[])[code.Code.ToString(CultureInfo.InvariantCulture), code.Meaning])));
        text.Append('\n');
    }

    private static void AppendArguments(StringBuilder text, Command command)
    {
        var rows = command.Arguments.Where(argument => !argument.Hidden)
            .Select(
                argument => (string[])[MarkdownTable.Code(CommandDescription.Label(argument)), argument.Description ?? "", ""])
            .Concat(CommandDescription.VisibleOptions(command).Select(option => (string[])
            [
                MarkdownTable.Code(CommandDescription.Label(option)), CommandDescription.Describe(option),
                CommandDescription.Default(option) is { } value ? MarkdownTable.Code(value) : "",
            ])).ToList();
        if (rows.Count > 0) text.Append(MarkdownTable.Write(["argument or option", "meaning", "default"], rows)).Append('\n');
    }
}
