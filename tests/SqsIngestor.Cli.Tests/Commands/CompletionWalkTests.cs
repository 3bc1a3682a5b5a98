using System.CommandLine;
using SqsIngestor.Cli.Commands;

namespace SqsIngestor.Cli.Tests.Commands;

/// <summary>Every command with each of its flags and values, and what completes the line behind them.</summary>
public sealed class CompletionWalkTests
{
    private static readonly RootCommand Root = CommandLine.CreateRoot();

    public static TheoryData<string> Commands => [.. SampleCommandLines.Commands];

    [Theory]
    [MemberData(nameof(Commands))]
    public void AfterAFlag_OptionsAndValues_AreOffered(string command)
    {
        var start = $"sqs-ingestor {command}";
        var (found, options) = OptionsOf(command);
        Assert.All(options, option => Assert.Contains(option.Name, Of($"{start} ")));
        foreach (var flag in options.Where(option => option.ValueType == typeof(bool)).SelectMany(Names))
        {
            foreach (var option in options.Where(option => option.Name != flag))
            {
                Assert.Contains(option.Name, Of($"{start} {flag} {option.Name[..^1]}"));
                foreach (var value in Values(option))
                {
                    Assert.Contains(value, Of($"{start} {flag} {option.Name} {value[..^1]}"));
                    Assert.Contains(value, Of($"{start} {option.Name} {value} {flag} {option.Name} "));
                }
            }

            Assert.Equal(Of($"{start} "), Of($"{start} {flag} "));
            Assert.Contains("--help", Of($"{start} {flag} --"));
        }

        Assert.Equal(command, CommandDescription.Path(found)[(CommandDescription.Root.Length + 1)..]);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void ValueInTheSameWord_IsOfferedWithItsOption(string command)
    {
        foreach (var option in OptionsOf(command).Options.Where(option => option.ValueType != typeof(bool)))
        {
            foreach (var start in Names(option).SelectMany(name => new[] { $"{name}=", $"{name}:" }))
            {
                Assert.Equal(
                    Values(option).Select(value => start + value).Order(StringComparer.Ordinal),
                    Of($"sqs-ingestor {command} --quiet {start}"));
                foreach (var value in Values(option))
                {
                    Assert.Contains(start + value, Of($"sqs-ingestor {command} {start}{value[..1]}"));
                }
            }
        }
    }

    /// <summary>A word of the command completes also after options of every command.</summary>
    [Theory]
    [MemberData(nameof(Commands))]
    public void Command_AfterAFlagOfEveryCommand_IsOffered(string command)
    {
        var words = command.Split(' ');
        foreach (var flag in new[] { "-q", "--quiet", "-v", "--verbose", "--no-color", "--project x", "--project=x", "-qv" })
        {
            Assert.Contains(words[0], Of($"sqs-ingestor {flag} {words[0][..^1]}"));
            Assert.Contains(words[0], Of($"sqs-ingestor {flag} "));
            if (words.Length > 1) Assert.Contains(words[1], Of($"sqs-ingestor {words[0]} {flag} {words[1][..^1]}"));
        }
    }

    /// <summary>Whatever a line is, completion has an answer, of words that start as the last one of the line does.</summary>
    [Theory]
    [MemberData(nameof(Commands))]
    public void CutAnywhere_NeverFails(string command)
    {
        string[] tails = ["--format=s x", "-- --format=", "--nope=a \"b c\" \"", "-qv=1 --: --= = : ''", "--output= --arch:x"];
        foreach (var tail in tails)
        {
            var line = $"A=1 sqs-ingestor {string.Join(' ', SampleCommandLines.Words(command, "folder"))} {tail} ";
            for (var end = 0; end <= line.Length; end++)
            {
                var last = line[..end].Split(' ')[^1];
                if (last.Contains('"', StringComparison.Ordinal)) Assert.NotNull(Of(line[..end]));
                else Assert.All(Of(line[..end]), word => Assert.StartsWith(last, word, StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [InlineData("cd x; sqs-ingestor chec", "check")]
    [InlineData("cd x;sqs-ingestor chec", "check")]
    [InlineData("sqs-ingestor schema pull && sqs-ingestor chec", "check")]
    [InlineData("sqs-ingestor schema pull | A=1 sqs-ingestor chec", "check")]
    [InlineData("A=1 ./bin/sqs-ingestor schema pu", "pull")]
    [InlineData("sqs-ingestor init sqs-ingestor --sha", "--shape")]
    [InlineData("si schema pu", "pull")]
    [InlineData("sqs-ingestor check -- --for", null)]
    [InlineData("sqs-ingestor nope chec", null)]
    public void Line_OfAShell_IsReadFromTheProgramOn(string line, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Of(line));

    private static IReadOnlyList<string> Of(string line) => Completions.Of(Root, line);

    private static (Command Found, List<Option> Options) OptionsOf(string command)
    {
        var found = Root.Parse(command.Split(' '), CommandLine.Parsing).CommandResult.Command;
        return (found, [.. found.Options.Concat(Root.Options.Where(option => option.Recursive)).Where(option => !option.Hidden)]);
    }

    private static IEnumerable<string> Names(Option option) =>
        option.Aliases.Prepend(option.Name).Where(name => name.StartsWith('-') && !OldNames.IsOld(option, name));

    private static List<string> Values(Option option) =>
        option.ValueType == typeof(bool) || option.Arity.MaximumNumberOfValues == 0
            ? []
            :
            [
                .. option.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty).Select(item => item.Label)
                    .Where(word => OldNames.Today(option, word) == word),
            ];
}
