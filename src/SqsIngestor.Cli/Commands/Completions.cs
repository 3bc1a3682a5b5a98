using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Commands;

/// <summary>
/// The words that complete a command line, for the scripts of <see cref="CompletionCommand"/>: what
/// <c>[suggest:POSITION] LINE</c> asks for. The names and words of today only.
/// </summary>
internal sealed class Completions(SuggestDirective directive) : SynchronousCommandLineAction
{
    private static readonly char[] Separators = [';', '|', '&', '('];

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var line = parseResult.UnmatchedTokens is [.., var last] ? last : "";
        var given = parseResult.GetResult(directive)?.Values is [var first, ..] ? first : null;
        var position = int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : line.Length;
        // A shell may leave out the spaces in front of the cursor.
        if (position > line.Length) line += ' ';
        position = Math.Min(position, line.Length);
        foreach (var word in Of(parseResult.RootCommandResult.Command, line[..position]))
        {
            parseResult.InvocationConfiguration.Output.Write($"{word}\n");
        }

        return ExitCodes.Success;
    }

    /// <summary>The words that the last word of a line can become. After a space, the last word is empty.</summary>
    /// <param name="root">The root command.</param>
    /// <param name="line">The line up to the cursor, with the name of the program, and what a shell has in front of it.</param>
    public static IReadOnlyList<string> Of(Command root, string line)
    {
        var words = CommandLineParser.SplitCommandLine(line).ToList();
        var last = line.Length > 0 && !char.IsWhiteSpace(line[^1]) && words.Count > 0 ? words[^1] : "";
        if (last.Length > 0) words.RemoveAt(words.Count - 1);
        var parsed = root.Parse([.. words.Skip(AfterProgram(words))], CommandLine.Parsing);
        return
        [
            .. Candidates(parsed, last).Where(word => word.StartsWith(last, StringComparison.Ordinal)).Distinct()
                .OrderBy(word => word.StartsWith('-')).ThenBy(word => word, StringComparer.Ordinal),
        ];
    }

    /// <summary>The number of words up to the name of the program: a line of zsh can have several commands.</summary>
    private static int AfterProgram(List<string> words)
    {
        var start = Enumerable.Range(0, words.Count).LastOrDefault(
            i => IsProgram(words[i]) && (i == 0 || StartsCommand(words[i - 1]) || words[i].IndexOfAny(Separators) >= 0), -1);
        if (start < 0) start = words.FindIndex(IsProgram);
        // Otherwise the program has a name of the user's choice.
        return Math.Max(start, 0) + 1;

        static bool IsProgram(string word) =>
            Path.GetFileNameWithoutExtension(word.Split(Separators)[^1]) == CommandDescription.Root;

        static bool StartsCommand(string word) =>
            word.Length > 0
            && (Separators.Contains(word[^1]) || (word.Contains('=', StringComparison.Ordinal) && word[0] != '-'));
    }

    private static IEnumerable<string> Candidates(ParseResult parsed, string last)
    {
        var command = parsed.CommandResult.Command;
        var isOpen = parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash);
        var options = Options(parsed).Where(option => !option.Hidden).ToList();
        if (!isOpen && parsed.Tokens is [.., { Type: TokenType.Option } token] && Find(options, token.Value) is { } open
            && TakesValue(open))
        {
            return Values(open, parsed);
        }

        if (!isOpen && last.IndexOfAny(['=', ':']) is >= 0 and var end && Find(options, last[..end]) is { } option)
        {
            return TakesValue(option) ? Values(option, parsed).Select(value => last[..(end + 1)] + value) : [];
        }

        var values = command.Arguments
            .FirstOrDefault(argument => !argument.Hidden && !IsFull(parsed, argument))?.CompletionSources
            .SelectMany(source => source(parsed.GetCompletionContext())).Select(item => item.Label) ?? [];
        if (isOpen) return values;
        var names = options.SelectMany(
            each => each.Aliases.Prepend(each.Name).Where(name => name.StartsWith('-') && !OldNames.IsOld(each, name)));
        // A word that is not a command stands where a subcommand would.
        var commands = parsed.UnmatchedTokens.Count > 0 ? [] : command.Subcommands.Where(each => !each.Hidden);
        return commands.Select(each => each.Name).Concat(values).Concat(names);
    }

    /// <summary>The options of the command, and those of every command.</summary>
    private static IEnumerable<Option> Options(ParseResult parsed)
    {
        var (command, root) = (parsed.CommandResult.Command, parsed.RootCommandResult.Command);
        return command == root ? root.Options : command.Options.Concat(root.Options.Where(option => option.Recursive));
    }

    private static Option? Find(List<Option> options, string name) =>
        options.Find(option => option.Name == name || option.Aliases.Contains(name));

    /// <summary>A flag could have one, and nobody writes it.</summary>
    private static bool TakesValue(Option option) => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool);

    private static IEnumerable<string> Values(Option option, ParseResult parsed) =>
        option.CompletionSources.SelectMany(source => source(parsed.GetCompletionContext())).Select(item => item.Label)
            .Where(word => OldNames.Today(option, word) == word);

    private static bool IsFull(ParseResult parsed, Argument argument) =>
        parsed.CommandResult.GetResult(argument) is { } result && result.Tokens.Count >= argument.Arity.MaximumNumberOfValues;
}
