using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using System.Globalization;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Commands;

/// <summary>
/// The words that complete a command line, for the scripts of <see cref="CompletionCommand"/>: what
/// <c>[suggest:POSITION] LINE</c> asks for. The names and words of today only.
/// </summary>
internal sealed class Completions(SuggestDirective directive) : SynchronousCommandLineAction
{
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
        var parsed = parseResult.RootCommandResult.Command.Parse(line, CommandLine.Parsing);
        foreach (var word in parsed.GetCompletions(position).Select(item => item.Label))
        {
            if (IsOfToday(parsed.CommandResult.Command, word)) parseResult.InvocationConfiguration.Output.Write($"{word}\n");
        }

        return ExitCodes.Success;
    }

    private static bool IsOfToday(Command command, string word) =>
        // Help is -h and --help on each system.
        !word.StartsWith('/')
        && command.Options.All(option => !OldNames.IsOld(option, word) && OldNames.Today(option, word) == word);
}
