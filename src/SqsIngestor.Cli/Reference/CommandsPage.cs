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
        foreach (var group in root.Subcommands.OfType<CatalogCommand>().GroupBy(command => command.Info.Group))
        {
            text.Append($"## {HelpText.Title(group.Key)}\n\n");
            foreach (var command in group) Append(text, command);
        }

        return text.ToString();
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
            .Concat(command.Options.Where(option => !option.Hidden).Select(option => (string[])
            [
                MarkdownTable.Code(CommandDescription.Label(option)), CommandDescription.Describe(option),
                CommandDescription.Default(option) is { } value ? MarkdownTable.Code(value) : "",
            ])).ToList();
        if (rows.Count > 0) text.Append(MarkdownTable.Write(["argument or option", "meaning", "default"], rows)).Append('\n');
    }
}
