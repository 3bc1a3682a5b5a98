using System.CommandLine;
using System.CommandLine.Completions;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Commands;

/// <summary><c>sqs-ingestor help</c>: the same as <c>--help</c> after the command.</summary>
internal static class HelpCommand
{
    public static CommandInfo Info { get; } = new("help", CommandGroup.Documentation, "Show the help of a command")
    {
        Examples = ["sqs-ingestor help check", "sqs-ingestor help schema pull"],
        Build = Build,
    };

    private static void Build(Command command)
    {
        var names = new Argument<string[]>("COMMAND")
        {
            Description = "The command, with its subcommand. Without one, all commands are listed.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        names.CompletionSources.Add(context =>
        {
            Command? found = context.ParseResult.RootCommandResult.Command;
            foreach (var name in context.ParseResult.GetValue(names) ?? [])
                found = found?.Subcommands.FirstOrDefault(each => each.Name == name);
            return (found?.Subcommands ?? []).Where(each => !each.Hidden).Select(each => new CompletionItem(each.Name));
        });
        command.AddAll(names);
        command.SetAction(parsed =>
        {
            Command found = parsed.RootCommandResult.Command;
            foreach (var name in parsed.GetValue(names)!) found = Find(found, name);
            HelpText.Write(parsed.InvocationConfiguration.Output, found, HelpText.Width);
        });
    }

    private static Command Find(Command command, string name)
    {
        return command.Subcommands.FirstOrDefault(each => each.Name == name)
            ?? throw CliErrors.CommandLine.Because(UsageProblems.NoCommand(command, name));
    }
}
