using System.CommandLine;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Pipeline.Configuration;

namespace SqsIngestor.Cli.Tests.Commands;

/// <summary>
/// What all commands have in common: one name for one thing, help with examples, and the same options everywhere.
/// </summary>
public sealed class MannersTests
{
    public static TheoryData<string> Paths => [.. Commands.Select(CommandDescription.Path)];

    private static List<CatalogCommand> Commands { get; } =
    [
        .. CommandLine.CreateRoot().Subcommands.OfType<CatalogCommand>()
            .SelectMany(command => command.Subcommands.Count > 0 ? command.Subcommands.OfType<CatalogCommand>() : [command]),
    ];

    [Fact]
    public void Option_OfSeveralCommands_TakesTheSameInAll()
    {
        var options = Commands.SelectMany(command => command.Options.Where(option => !option.Hidden))
            // Files go into a folder, and one result into a file.
            .Where(option => option.Name != "--output")
            .GroupBy(option => option.Name);

        Assert.All(options, same => Assert.Single(same.Select(option => Kind(option.ValueType)).Distinct()));
    }

    [Fact]
    public void Format_OfEveryCommand_HasItsWordsInTheHelp() => Assert.All(
        Commands.SelectMany(command => command.Options).Where(option => option.Name == "--format"),
        option =>
        {
            Assert.Contains('|', option.HelpName!);
            Assert.Contains("json", option.HelpName!.Split('|'));
        });

    [Theory]
    [MemberData(nameof(Paths))]
    public void Help_OfACommand_HasExamplesAndTheOptionsOfAll(string path)
    {
        using var text = new StringWriter { NewLine = "\n" };

        HelpText.Write(text, Find(path), 100);

        Assert.Contains("\nExamples:\n", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("\nExit codes:\n", text.ToString(), StringComparison.Ordinal);
        Assert.All(
            new[] { "-h, -?, --help", "-q, --quiet", "-v, --verbose", "--no-color", "--project" },
            name => Assert.Contains($"\n  {name}", text.ToString(), StringComparison.Ordinal));
    }

    /// <summary>A variable of the function in the environment must not change what a command does.</summary>
    [Fact]
    public void Variable_OfAnOption_IsNotOneOfTheFunction()
    {
        var symbols = Commands.SelectMany(command => command.Options.Concat<Symbol>(command.Arguments));

        Assert.DoesNotContain(
            symbols.Where(each => !each.Hidden).Select(OptionDefaults.VariableOf),
            EnvironmentVariables.All.Select(variable => (string?)variable.Name).Contains);
    }

    /// <summary>Each option of a path or of a place is one of a few kinds, whatever collection it is in.</summary>
    private static string Kind(Type type) => (Nullable.GetUnderlyingType(type) ?? type.GetElementType() ?? type).Name;

    private static CatalogCommand Find(string path) => Commands.Single(command => CommandDescription.Path(command) == path);
}
