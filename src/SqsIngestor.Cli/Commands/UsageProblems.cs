using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using SqsIngestor.Shared;

namespace SqsIngestor.Cli.Commands;

/// <summary>What is wrong with a command line, a sentence for each problem.</summary>
internal static partial class UsageProblems
{
    /// <summary>The problems; none if the command can run, or shows its help.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        if (!IsOfCommand(parsed)) return [];
        var unknown = Unknown(parsed).Distinct().ToList();
        if (unknown.Count > 0) return unknown;
        if (parsed.Action is not ParseErrorAction) return [];
        var command = parsed.CommandResult.Command;
        return command.Subcommands.Count > 0
            ? [$"'{CommandDescription.Path(command)}' needs a command: {string.Join(", ", Names(command))}."]
            :
            [
                .. Missing(parsed)
                    .Concat(parsed.Errors.Select(error => error.Message).Where(IsOurs).Select(InOurWords)).Distinct(),
            ];
    }

    /// <summary>Arguments and values of options that the command line lacks.</summary>
    private static IEnumerable<string> Missing(ParseResult parsed)
    {
        var result = parsed.CommandResult;
        var arguments = result.Command.Arguments
            .Where(each => each.Arity.MinimumNumberOfValues > 0 && !Exclusions.IsGiven(result, each)).ToList();
        if (arguments.Count > 0)
        {
            yield return $"'{CommandDescription.Path(result.Command)}' needs "
                + $"{string.Join(" and ", arguments.Select(argument => CommandDescription.Label(argument).TrimEnd('.')))}."
                + string.Concat(arguments.Select(OptionDefaults.Advice));
        }

        foreach (var option in result.Children.OfType<OptionResult>().Where(option => !option.Implicit))
        {
            if (option.Option.Arity.MinimumNumberOfValues > option.Tokens.Count)
                yield return $"{option.Option.Name} needs a value: {option.Option.HelpName ?? "VALUE"}.";
        }
    }

    /// <summary>Files and folders without a name.</summary>
    public static IEnumerable<string> EmptyPaths(ParseResult parsed)
    {
        var results = parsed.CommandResult.Children.Concat(parsed.RootCommandResult.Children).Distinct();
        var symbols = results.Select(result => result switch
        {
            OptionResult option => (option.Option.Name, option.Option.ValueType, option.Tokens),
            ArgumentResult argument => (argument.Argument.Name, argument.Argument.ValueType, argument.Tokens),
            _ => ("", typeof(string), []),
        });
        return symbols
            .Where(symbol => typeof(FileSystemInfo).IsAssignableFrom(symbol.Item2.GetElementType() ?? symbol.Item2)
                && symbol.Item3.Any(token => Files.IsNameless(token.Value)))
            .Select(symbol => $"{symbol.Item1} has a path that is empty or has a zero character.");
    }

    /// <summary>The parser names its own types, and writes lists below each other.</summary>
    public static string InOurWords(string message)
    {
        if (WrongType().Match(message) is { Success: true } type)
        {
            var kind = type.Groups["type"].Value is "Int32" or "Int64" ? "a whole number" : "a value";
            return $"'{type.Groups["value"].Value}' is not {kind} for {type.Groups["option"].Value}.";
        }

        if (OtherWord().Match(message) is not { Success: true } word) return message;
        var words = word.Groups["words"].Value.Split('\n', StringSplitOptions.TrimEntries).Select(each => each.Trim('\''));
        return $"'{word.Groups["value"].Value}' is not known; use one of {string.Join(", ", words)}.";
    }

    [GeneratedRegex(
        @"\ACannot parse argument '(?<value>.*)' for option '(?<option>.*?)' as expected type "
            + @"'(System\.Nullable`1\[)?(System\.)?(?<type>\w*)")]
    private static partial Regex WrongType();

    [GeneratedRegex(@"\AArgument '(?<value>.*?)' not recognized\. Must be one of:\s*(?<words>.*)\z", RegexOptions.Singleline)]
    private static partial Regex OtherWord();

    // The parser's own sentences for what Missing says with the words of the help.
    private static bool IsOurs(string message) => !message.StartsWith("Required argument", StringComparison.Ordinal);

    /// <summary>Whether a command is to run, if it can, and not an option such as --help.</summary>
    public static bool IsOfCommand(ParseResult parsed) =>
        parsed.Action is ParseErrorAction || parsed.Action == parsed.CommandResult.Command.Action;

    /// <summary>Whether a word is neither a command nor an option of the command.</summary>
    public static bool HasUnknown(ParseResult parsed) => Unknown(parsed).Any();

    /// <summary>Words that are not a command, and options that the command does not have.</summary>
    private static IEnumerable<string> Unknown(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = CommandDescription.Path(command);
        var options = command.Options.Concat(parsed.RootCommandResult.Command.Options.Where(option => option.Recursive))
            .SelectMany(option => option.Aliases.Prepend(option.Name))
            .Where(name => name.StartsWith("--", StringComparison.Ordinal)).ToList();
        var likeOptions = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens)
            .Select(token => token.Value).Where(value => OptionName().IsMatch(value)).ToHashSet();
        // A file with such a name can be given after two dashes.
        likeOptions.ExceptWith(
            parsed.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Select(token => token.Value));
        foreach (var token in parsed.UnmatchedTokens.Where(token => OptionName().IsMatch(token)).Concat(likeOptions))
        {
            var name = token.Split('=')[0];
            yield return options.Contains(name)
                ? $"{name} belongs after the words of the command, '{path}'."
                : $"'{path}' has no option '{name}'{Meant(name, options)}";
        }

        if (parsed.UnmatchedTokens.FirstOrDefault(token => !OptionName().IsMatch(token)) is not { } word) yield break;
        if (command.Subcommands.Count > 0)
        {
            yield return NoCommand(command, word);
        }
        else if (likeOptions.Count == 0 && parsed.UnmatchedTokens.All(token => !OptionName().IsMatch(token)))
        {
            yield return $"'{path}' takes no argument '{word}'.";
        }
    }

    /// <summary>Says that a command does not have a subcommand.</summary>
    public static string NoCommand(Command command, string word)
    {
        var names = Names(command);
        return $"'{CommandDescription.Path(command)}' has no command '{word}'{Meant(word, names)}"
            + (names.Count > 0 ? $" The commands are {string.Join(", ", names)}." : "");
    }

    private static string Meant(string name, IEnumerable<string> names) =>
        Nearest.Find(name, names) is { } near ? $"; did you mean '{near}'?" : ".";

    private static List<string> Names(Command command) =>
        [.. command.Subcommands.Where(each => !each.Hidden).Select(each => each.Name)];

    [GeneratedRegex(@"\A--?[A-Za-z][A-Za-z-]*(=.*)?\z", RegexOptions.Singleline)]
    private static partial Regex OptionName();
}
