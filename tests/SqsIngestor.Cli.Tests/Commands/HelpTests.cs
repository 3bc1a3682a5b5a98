using System.CommandLine;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Commands;

public class HelpTests
{
    public static TheoryData<string> Paths => [.. Commands().Select(command => CommandDescription.Path(command))];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Help_Command_HasOneLineAndEveryOption(string path)
    {
        var command = Find(path);
        var lines = Help(command).Split('\n');

        Assert.Equal(command.Info.Summary, lines[0]);
        Assert.False(command.Info.Summary.EndsWith('.'));
        Assert.All(
            command.Options.Where(option => !option.Hidden),
            option =>
            Assert.Contains(lines, line => line.StartsWith($"  {CommandDescription.Label(option)}", StringComparison.Ordinal)));
        Assert.All(
            command.Options.Where(option => !option.Hidden),
            option => Assert.False(string.IsNullOrWhiteSpace(option.Description), option.Name));
    }

    // The default stands once, and as a person would write it.
    [Theory]
    [MemberData(nameof(Paths))]
    public void Help_OptionWithADefault_SaysItOnce(string path) => Assert.All(Find(path).Options, option =>
    {
        if (CommandDescription.Default(option) is not { } value) return;
        Assert.DoesNotContain("Default:", option.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("00:", value, StringComparison.Ordinal);
    });

    [Theory]
    [MemberData(nameof(Paths))]
    public void Example_OfACommand_IsACommandLineOfIt(string path) => Assert.All(Find(path).Info.Examples, example =>
    {
        var parsed = CommandLine.CreateRoot().Parse(example["sqs-ingestor ".Length..].Split('>')[0], CommandLine.Parsing);

        Assert.Empty(parsed.Errors);
        Assert.Equal(path, CommandDescription.Path(parsed.CommandResult.Command));
    });

    [Fact]
    public void Help_Option_ShowsDurationsAsTheCommandLineTakesThem()
    {
        var help = Help(Find("sqs-ingestor serve"));

        Assert.Contains("--ack-delay <TIME>", help, StringComparison.Ordinal);
        Assert.Contains("[default: 0s]", help, StringComparison.Ordinal);
        Assert.Contains("[default: 5s]", help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_Root_NamesEveryCommand()
    {
        var result = await SqsIngestorProgram.RunAsync("--help");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.All(CommandCatalog.All, info => Assert.Contains($"\n  {info.Name} ", result.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_UnknownOption_SaysSoOnStandardErrorWithoutTheWholeHelp()
    {
        var result = await SqsIngestorProgram.RunAsync("query", "SELECT 1", "--frmat", "json");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("--frmat", result.Errors, StringComparison.Ordinal);
        Assert.EndsWith("Run 'sqs-ingestor query --help' for usage.\n", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Options:", result.Errors, StringComparison.Ordinal);
    }

    private static string Help(CatalogCommand command)
    {
        using var text = new StringWriter { NewLine = "\n" };
        HelpText.Write(text, command, 100);
        return text.ToString();
    }

    private static CatalogCommand Find(string path) => Commands().Single(command => CommandDescription.Path(command) == path);

    private static IEnumerable<CatalogCommand> Commands() =>
        Descendants(CommandLine.CreateRoot()).Where(command => command.Info.Build is not null);

    private static IEnumerable<CatalogCommand> Descendants(Command command) =>
        command.Subcommands.OfType<CatalogCommand>().SelectMany(each => Descendants(each).Prepend(each));
}
