using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.CompilerServices;

namespace SqsIngestor.Cli.Commands;

/// <summary>Options that have no effect beside another one: a command line with both is refused.</summary>
internal static class Exclusions
{
    private static readonly ConditionalWeakTable<Command, List<(Option One, Symbol Other)>> Pairs = [];

    /// <summary>Declares that an option excludes others, and arguments.</summary>
    public static void Exclude(this Command command, Option one, params ReadOnlySpan<Symbol> others)
    {
        if (!Pairs.TryGetValue(command, out var pairs))
        {
            Pairs.Add(command, pairs = []);
            command.Validators.Add(result =>
            {
                foreach (var (first, second) in pairs.Where(pair => IsGiven(result, pair.One) && IsGiven(result, pair.Other)))
                {
                    result.AddError($"{first.Name} and {second.Name} exclude each other.");
                }
            });
        }

        foreach (var other in others) pairs.Add((one, other));
    }

    /// <summary>Whether something on the command line excludes this option or argument.</summary>
    public static bool Blocks(ParseResult parsed, Symbol symbol) =>
        Pairs.TryGetValue(parsed.CommandResult.Command, out var pairs)
        && pairs.Exists(
            pair => (pair.Other == symbol && IsGiven(parsed.CommandResult, pair.One))
                || (pair.One == symbol && IsGiven(parsed.CommandResult, pair.Other)));

    /// <summary>Whether the command line has the option, or a value for the argument.</summary>
    public static bool IsGiven(CommandResult result, Symbol symbol) => symbol switch
    {
        Option option => result.GetResult(option) is { Implicit: false },
        Argument argument => result.GetResult(argument) is { Tokens.Count: > 0 },
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
