using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Runtime.CompilerServices;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Commands;

/// <summary>
/// Where the value of an option comes from if the command line does not have it: its environment variable, then the project file.
/// </summary>
internal static class OptionDefaults
{
    private const string Prefix = "SQS_INGESTOR_";

    private static readonly ConditionalWeakTable<Symbol, ProjectKey> Keys = [];
    private static readonly AsyncLocal<Dictionary<Symbol, string>?> Applied = new();

    /// <summary>Lets the project file have the default of an option or argument.</summary>
    public static T FromProject<T>(this T symbol, ProjectKey key) where T : Symbol
    {
        Keys.Add(symbol, key);
        return symbol;
    }

    /// <summary>
    /// The environment variable of an option; that of an argument has the name of its project key; null for none.
    /// </summary>
    public static string? VariableOf(Symbol symbol) => symbol switch
    {
        Option option => Prefix + Upper(option.Name.TrimStart('-')),
        _ => Keys.TryGetValue(symbol, out var key) ? Prefix + Upper(key.Word) : null,
    };

    /// <summary>How the project file gives a missing argument, after a space; empty if it cannot.</summary>
    public static string Advice(Symbol symbol) => Keys.TryGetValue(symbol, out var key)
        ? $" The key '{key.Word}' of {ProjectFile.Name} is its default."
        : "";

    /// <summary>Whether the value of a symbol is a default, which need not have an effect.</summary>
    public static bool IsApplied(Symbol symbol) => SourceOf(symbol) is not null;

    /// <summary>The variable or the key of the project file that gave the value of a symbol; null for the command line.</summary>
    public static string? SourceOf(Symbol symbol) => Applied.Value?.GetValueOrDefault(symbol);

    /// <summary>Adds the defaults to a command line.</summary>
    /// <param name="root">The root command.</param>
    /// <param name="args">The command line.</param>
    /// <param name="global">The options of every command.</param>
    /// <param name="variableValue">The value of an environment variable by its name; null for none.</param>
    /// <returns>The result of parsing all, and what is wrong with a default.</returns>
    /// <exception cref="Errors.CliException">The project file is wrong.</exception>
    public static (ParseResult Parsed, IReadOnlyList<string> Problems) Apply(
        RootCommand root, string[] args, GlobalOptions global, Func<string, string?> variableValue)
    {
        Applied.Value = [];
        var line = new Line(root, [.. args]);
        if (line.Parsed.CommandResult.Command is not CatalogCommand { Info.Build: not null } command) return (line.Parsed, []);
        var problems = new List<string>();
        foreach (var symbol in global.All.Concat<Symbol>(command.Options).Concat(command.Arguments).Where(each => !each.Hidden))
        {
            var variable = VariableOf(symbol);
            if (variable is null || variableValue(variable) is not { Length: > 0 } value) continue;
            if (global.Blocks(line.Parsed, symbol)) continue;
            var values = value.Split('\n').Select(each => each.TrimEnd('\r')).Where(each => each.Length > 0).ToArray();
            if (line.Add(symbol, values, variable) is { } problem)
            {
                problems.Add(problem);
            }
        }

        var known = command.Options.Concat<Symbol>(command.Arguments).Where(symbol => Keys.TryGetValue(symbol, out _)).ToList();
        if (known.Count == 0 || (line.Parsed.GetValue(global.Project) ?? ProjectFile.Find()) is not { } file)
        {
            return (line.Parsed, problems);
        }

        problems.AddRange(AddProject(line, known, ProjectFile.Read(file)));
        return (line.Parsed, problems);
    }

    /// <summary>Adds the values of the project file; returns what is wrong with them.</summary>
    private static IEnumerable<string> AddProject(Line line, IReadOnlyList<Symbol> known, ProjectFile project)
    {
        // A mapping that is named has its own descriptors, those next to it.
        var hasMapping = known.Any(
            symbol => Keys.TryGetValue(symbol, out var key) && key == ProjectKey.Mapping
                && Exclusions.IsGiven(line.Parsed.CommandResult, symbol));
        foreach (var symbol in known)
        {
            Keys.TryGetValue(symbol, out var key);
            var values = project.Values(key!);
            if (values.Count == 0 || (hasMapping && key == ProjectKey.Descriptors)) continue;
            var arity = symbol is Argument argument ? argument.Arity : ((Option)symbol).Arity;
            var source = $"{project.File.Name}, {key!.Word}";
            if (line.Add(symbol, [.. values.Take(arity.MaximumNumberOfValues)], source) is { } problem) yield return problem;
        }
    }

    private static string Upper(string name) => name.Replace('-', '_').ToUpperInvariant();

    /// <summary>A command line that grows.</summary>
    private sealed class Line(RootCommand root, List<string> args)
    {
        public ParseResult Parsed { get; private set; } = root.Parse(args, CommandLine.Parsing);

        /// <summary>Adds the values of a symbol that the command line does not have; returns what is wrong with them.</summary>
        public string? Add(Symbol symbol, string[] values, string source)
        {
            if (values.Length == 0 || Exclusions.IsGiven(Parsed.CommandResult, symbol) || Exclusions.Blocks(Parsed, symbol))
            {
                return null;
            }

            var arity = symbol is Argument argument ? argument.Arity : ((Option)symbol).Arity;
            if (values.Length > Math.Max(1, arity.MaximumNumberOfValues))
            {
                return $"{source}: it takes one value, and has {values.Length} lines.";
            }

            if (Words(symbol, values) is not { } words) return $"{source}: '{values[0]}' is neither true nor false.";
            var more = symbol is Option ? WithOptions(words) : WithArguments(words);
            var parsed = root.Parse(more, CommandLine.Parsing);
            var known = Parsed.Errors.Select(error => error.Message).ToHashSet();
            if (parsed.Errors.FirstOrDefault(error => !known.Contains(error.Message)) is { } error)
            {
                return $"{source}: {UsageProblems.InOurWords(error.Message)}";
            }

            if (words.Length > 0)
            {
                Verbosity.Say($"{source} gives {(IsShown(symbol) ? string.Join(' ', words) : symbol.Name)}");
            }

            (args, Parsed) = (more, parsed);
            Applied.Value![symbol] = source;
            return null;
        }

        /// <summary>Whether the value is a path, a number or a word; others can be a secret, or content of a message.</summary>
        private static bool IsShown(Symbol symbol)
        {
            var type = symbol is Argument argument ? argument.ValueType : ((Option)symbol).ValueType;
            type = type.GetElementType() ?? Nullable.GetUnderlyingType(type) ?? type;
            return type != typeof(string)
                || (Keys.TryGetValue(symbol, out var key) && key.IsPath)
                || symbol.GetCompletions(CompletionContext.Empty).Any();
        }

        /// <summary>
        /// The words of an option with its values, of which a value is never one alone; the values of an argument; null for a
        /// value of a flag that it cannot have.
        /// </summary>
        private static string[]? Words(Symbol symbol, string[] values)
        {
            if (symbol is not Option option) return values;
            if (option.Arity.MaximumNumberOfValues > 0 && option is not Option<bool>)
            {
                return [.. values.Select(value => $"{option.Name}={value}")];
            }

            return values[0].Trim().ToLowerInvariant() switch
            {
                "1" or "true" or "yes" => [option.Name],
                "0" or "false" or "no" => [],
                _ => null,
            };
        }

        private List<string> WithOptions(string[] words)
        {
            var more = args[..];
            more.InsertRange(AfterCommand(), words);
            return more;
        }

        /// <summary>Adds values behind two dashes: whatever a value is, it is neither an option nor a command.</summary>
        private List<string> WithArguments(string[] values)
        {
            var isOpen = Parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash);
            return [.. args, .. isOpen ? Array.Empty<string>() : ["--"], .. values];
        }

        /// <summary>The place after the words of the command.</summary>
        private int AfterCommand()
        {
            var (place, after) = (0, 0);
            foreach (var token in Parsed.Tokens.TakeWhile(_ => place < args.Count))
            {
                // The parser makes two tokens of --option=value.
                if (args[place].EndsWith(token.Value, StringComparison.Ordinal)) place++;
                if (token.Type == TokenType.Command) after = place;
            }

            return after;
        }
    }
}
