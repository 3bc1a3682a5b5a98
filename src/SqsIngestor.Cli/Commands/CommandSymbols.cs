using System.CommandLine;

namespace SqsIngestor.Cli.Commands;

/// <summary>Arguments and options of commands.</summary>
internal static class CommandSymbols
{
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
            HelpName = name.TrimStart('-').ToUpperInvariant(),
            DefaultValueFactory = _ => usual,
        };
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
