using System.CommandLine;
using System.CommandLine.Parsing;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Commands;

/// <summary>
/// A project file can come from somebody else. Whatever it has, and whatever a variable has, is the value of its own option or
/// argument, and nothing else.
/// </summary>
public sealed class DefaultsPropertyTests : IDisposable
{
    /// <summary>Values that would be something else as a word of the command line.</summary>
    private static readonly string[] Hostile =
    [
        "--output=/elsewhere", "--junit=/elsewhere", "--against=uc:main.raw.orders", "--host=localhost:1", "--output", "-q",
        "-qv", "-v", "--", "---", "-", "@file", "@", "[suggest]", "[suggest:3]", "[diagram]", "[env:A=b]", "-h", "--help",
        "/?", "/h", "--version", "check", "schema", "completion", "--project=/elsewhere", "--mapping=x", "a --force",
        "--force", "\"--force",
    ];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Commands => [.. SampleCommandLines.Commands];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Project_HostileValue_IsTheValueOfItsKeyOnly(string command)
    {
        var words = command.Split(' ');
        foreach (var key in ProjectKey.All.Where(key => key != ProjectKey.Variables))
        {
            foreach (var value in Hostile)
            {
                var name = $"{key.Word}: ['{value}', usual]";
                var file = _folder.Write(ProjectFile.Name, name);

                var parsed = Apply([.. words, "--project", file], _ => null);

                AssertOnly(name, words, parsed, symbol => symbol.Name == "--project" || IsOf(symbol, key));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Variables_OfTheProject_AreValuesOfVar(string command)
    {
        var words = command.Split(' ');
        foreach (var value in Hostile)
        {
            var file = _folder.Write(ProjectFile.Name, $"vars: {{ '{value}': '{value}' }}");

            var parsed = Apply([.. words, "--project", file], _ => null);

            AssertOnly(value, words, parsed, symbol => symbol.Name is "--project" or "--var");
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Variable_HostileValue_IsTheValueOfItsSymbolOnly(string command)
    {
        var words = command.Split(' ');
        var file = _folder.Write(ProjectFile.Name, "");
        var found = CommandLine.CreateRoot().Parse(words, CommandLine.Parsing).CommandResult.Command;
        var names = found.Options.Concat<Symbol>(found.Arguments).Where(symbol => !symbol.Hidden)
            .Select(OptionDefaults.VariableOf).OfType<string>().ToList();
        foreach (var name in names)
        {
            // Each variable has a fifth of the values, and five variables one after the other have all of them.
            foreach (var value in Hostile.Concat(["\n", "\r\n", "x\r\n--force\r\n"])
                .Where((_, number) => (number + names.IndexOf(name)) % 5 == 0))
            {
                var parsed = Apply([.. words, "--project", file], variable => variable == name ? value : null);

                AssertOnly(
                    $"{name}={value}", words, parsed,
                    symbol => symbol.Name == "--project" || OptionDefaults.VariableOf(symbol) == name);
            }
        }
    }

    /// <summary>A file can have such a name, and the file is what the command reads.</summary>
    [Fact]
    public async Task Project_MappingNamedLikeAnOption_IsTheFile()
    {
        _folder.Write("--output=x.yaml", RepositoryFiles.Read("mappings", "orders.yaml"));
        _folder.Write("samples/orders.json", RepositoryFiles.Read("mappings", "samples", "orders.json"));
        _folder.Write("d/orders.binpb", RepositoryFiles.Read("descriptors", "orders.binpb"));
        _folder.Write(ProjectFile.Name, "mapping: ['--output=x.yaml', '--output=nowhere.yaml']\ndescriptors: d\n");

        var check = await SqsIngestorProgram.RunInAsync(_folder.Path, new Dictionary<string, string>(), ["check"]);

        Assert.Equal(2, check.ExitCode);
        Assert.Equal(
            ["--output=x.yaml", "d", "samples", ProjectFile.Name],
            Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("--output=nowhere.yaml: error MAP001", check.Output, StringComparison.Ordinal);
    }

    /// <summary>The variable comes before the project file, whatever its value is.</summary>
    [Fact]
    public async Task Variable_OfTheMappingBesideAProject_IsUsed()
    {
        _folder.Write(ProjectFile.Name, "mapping: orders.yaml\n");

        var check = await SqsIngestorProgram.RunInAsync(
            _folder.Path, new Dictionary<string, string> { ["SQS_INGESTOR_MAPPING"] = "--output=x" }, ["check"]);

        Assert.Equal((2, ""), (check.ExitCode, check.Errors));
        Assert.StartsWith("--output=x: error MAP001", check.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["x"]));
    }

    public void Dispose() => _folder.Dispose();

    private static ParseResult Apply(string[] args, Func<string, string?> variableValue)
    {
        var global = new GlobalOptions();
        return OptionDefaults.Apply(CommandLine.CreateRoot(global), args, global, variableValue).Parsed;
    }

    private static bool IsOf(Symbol symbol, ProjectKey key) =>
        OptionDefaults.Advice(symbol).Contains($"'{key.Word}'", StringComparison.Ordinal);

    /// <summary>The command is the same and runs, and no symbol has a value but those.</summary>
    private static void AssertOnly(string name, string[] words, ParseResult parsed, Func<Symbol, bool> isExpected)
    {
        Assert.Equal(
            $"{CommandDescription.Root} {string.Join(' ', words)}", CommandDescription.Path(parsed.CommandResult.Command));
        Assert.True(UsageProblems.IsOfCommand(parsed), name);
        Assert.False(UsageProblems.HasUnknown(parsed), name);
        var given = parsed.CommandResult.Children.Concat(parsed.RootCommandResult.Children).Select(result => result switch
        {
            OptionResult { Implicit: false } option => option.Option,
            ArgumentResult { Tokens.Count: > 0 } argument => argument.Argument,
            _ => (Symbol?)null,
        });
        Assert.All(given.OfType<Symbol>(), symbol => Assert.True(isExpected(symbol), $"{name} gives {symbol.Name}"));
    }
}
