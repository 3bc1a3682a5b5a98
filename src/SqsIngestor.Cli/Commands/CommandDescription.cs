using System.CommandLine;
using System.Globalization;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Commands;

/// <summary>The parts of a command as text, for <c>--help</c> and for docs/reference/commands.md.</summary>
internal static class CommandDescription
{
    /// <summary>The options of the command that have a place in help, without those of every command.</summary>
    public static IReadOnlyList<Option> VisibleOptions(Command command) =>
        [.. command.Options.Where(option => !option.Hidden && !option.Recursive)];

    /// <summary>The options of every command, <c>--help</c> first.</summary>
    public static IReadOnlyList<Option> GlobalOptions(Command command) =>
    [
        .. Ancestors(command).Prepend(command).OfType<RootCommand>()
            .SelectMany(root => root.Options).Where(option => option.Recursive && !option.Hidden),
    ];

    /// <summary>The full command line of a command, such as <c>sqs-ingestor schema pull</c>.</summary>
    public static string Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Path(parent)} {command.Name}" : Root;

    /// <summary>The name of the program.</summary>
    public const string Root = "sqs-ingestor";

    /// <summary>The usage line.</summary>
    public static string Usage(Command command)
    {
        List<string> parts = [Path(command)];
        if (command.Subcommands.Count > 0) parts.Add("<command>");
        parts.AddRange(command.Arguments.Where(argument => !argument.Hidden).Select(Label));
        parts.AddRange(command.Options.Where(option => option.Required).Select(Label));
        parts.Add("[options]");
        return string.Join(' ', parts);
    }

    /// <summary><c>&lt;FILE&gt;...</c>, with brackets if it can be left out.</summary>
    public static string Label(Argument argument)
    {
        var name = $"<{argument.HelpName ?? argument.Name}>{(argument.Arity.MaximumNumberOfValues > 1 ? "..." : "")}";
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    /// <summary><c>--format &lt;FORMAT&gt;</c>, with its short names.</summary>
    public static string Label(Option option)
    {
        var names = string.Join(
            ", ", option.Aliases.Where(alias => alias.StartsWith('-') && !OldNames.IsOld(option, alias))
                .OrderBy(alias => alias.Length).Append(option.Name));
        return option.Arity.MaximumNumberOfValues == 0 || option.HelpName is null ? names : $"{names} <{option.HelpName}>";
    }

    /// <summary>The meaning of the option, with "Required." and "Repeatable." if they apply.</summary>
    public static string Describe(Option option) =>
        (option.Description ?? "")
            + (option.Required ? " Required." : "")
            + (option.Arity.MaximumNumberOfValues > 1 ? " Repeatable." : "");

    /// <summary>The default as the command line would write it; null for none, or if the description says it.</summary>
    public static string? Default(Option option) =>
        !option.HasDefaultValue || option.Arity.MaximumNumberOfValues == 0 ? null : option.GetDefaultValue() switch
        {
            null or false => null,
            TimeSpan duration => Quantity.Duration(duration),
            var value => Convert.ToString(value, CultureInfo.InvariantCulture),
        };

    private static IEnumerable<Symbol> Ancestors(Command command) =>
        command.Parents.OfType<Command>().SelectMany(parent => Ancestors(parent).Prepend(parent));
}
