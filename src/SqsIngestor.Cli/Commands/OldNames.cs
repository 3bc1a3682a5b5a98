using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.CompilerServices;

namespace SqsIngestor.Cli.Commands;

/// <summary>
/// Names and words of earlier versions. They work, each with a warning that says what to write now; help does not show them.
/// </summary>
internal static class OldNames
{
    private static readonly ConditionalWeakTable<Option, Dictionary<string, string>> Names = [];
    private static readonly ConditionalWeakTable<Option, Dictionary<string, string>> Words = [];

    /// <summary>Lets an option be written by an old name too.</summary>
    public static Option<T> WithOldName<T>(this Option<T> option, string old)
    {
        option.Aliases.Add(old);
        Names.GetOrCreateValue(option)[old] = option.Name;
        return option;
    }

    /// <summary>Hides an option that something else has replaced.</summary>
    /// <param name="option">The option; the command still reads it.</param>
    /// <param name="now">What to write now, such as <c>MAPPING</c>.</param>
    public static Option<T> ReplacedBy<T>(this Option<T> option, string now)
    {
        option.Hidden = true;
        Names.GetOrCreateValue(option)[option.Name] = now;
        return option;
    }

    /// <summary>Lets a value be written by an old word too.</summary>
    public static void AddWord(Option option, string old, string now) => Words.GetOrCreateValue(option)[old] = now;

    /// <summary>The word of today; the word itself if it is not an old one.</summary>
    public static string Today(Option option, string word) =>
        Words.TryGetValue(option, out var words) ? words.GetValueOrDefault(word, word) : word;

    /// <summary>Whether a name of an option is an old one.</summary>
    public static bool IsOld(Option option, string name) => Names.TryGetValue(option, out var names) && names.ContainsKey(name);

    /// <summary>A sentence for each old name and word of a command line.</summary>
    public static IEnumerable<string> Warnings(ParseResult parsed)
    {
        foreach (var result in parsed.CommandResult.Children.OfType<OptionResult>().Where(result => !result.Implicit))
        {
            var (option, name) = (result.Option, result.IdentifierToken?.Value ?? "");
            if (Names.TryGetValue(option, out var names) && names.TryGetValue(name, out var now))
            {
                yield return $"'{name}' is an old name: write {now}.";
            }

            if (!Words.TryGetValue(option, out var words)) continue;
            foreach (var token in result.Tokens)
            {
                if (words.TryGetValue(token.Value, out var word))
                {
                    yield return OptionDefaults.SourceOf(option) is { } source
                        ? $"{source}: '{token.Value}' is an old word: write {word}."
                        : $"'{option.Name} {token.Value}' has an old word: write {option.Name} {word}.";
                }
            }
        }
    }
}
