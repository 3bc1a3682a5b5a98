using System.CommandLine;

namespace SqsIngestor.Cli.Commands;

/// <summary>Arguments and options of commands.</summary>
internal static class CommandSymbols
{
    // A longer list of values would hide the name of the option in help.
    private const int MostInLabel = 5;

    /// <summary>Adds arguments and options in the order in which the help lists them.</summary>
    public static void AddAll(this Command command, params ReadOnlySpan<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument) command.Arguments.Add(argument);
            else command.Options.Add((Option)symbol);
        }
    }

    /// <summary>An option with a fixed set of values.</summary>
    /// <param name="name">The option, with its dashes.</param>
    /// <param name="description">One sentence that names the values.</param>
    /// <param name="usual">The default.</param>
    /// <param name="values">Every value.</param>
    public static Option<string> Choice(string name, string description, string usual, params string[] values)
    {
        var option = new Option<string>(name)
        {
            Description = description,
            HelpName = values.Length > MostInLabel ? name.TrimStart('-').ToUpperInvariant() : string.Join('|', values),
            DefaultValueFactory = _ => usual,
        };
        option.CustomParser = result =>
        {
            // While a shell completes the value, there is none.
            if (result.Tokens.Count == 0) return usual;
            var word = OldNames.Today(option, result.Tokens[0].Value);
            if (values.Contains(word)) return word;
            result.AddError($"'{word}' is not a value of {name}; use one of {string.Join(", ", values)}.");
            return usual;
        };
        option.CompletionSources.Add(values);
        return option;
    }

    /// <summary><c>--format</c>.</summary>
    /// <param name="usual">The word for output that people read, the default; another word that stood for it works too.</param>
    /// <param name="old">The earlier word for it; null for none.</param>
    /// <param name="others">Every other format, with what it is for where that is not clear.</param>
    public static Option<string> Format(string usual, string? old, params (string Word, string Meaning)[] others)
    {
        var words = others.Select(other => other.Meaning.Length > 0 ? $"{other.Word} ({other.Meaning})" : other.Word).ToList();
        var option = Choice(
            "--format", $"Output format: {string.Join(", ", words.Prepend(usual).SkipLast(1))} or {words[^1]}.", usual,
            [usual, .. others.Select(other => other.Word)]);
        if (old is not null) OldNames.AddWord(option, old, usual);
        return option;
    }
}
