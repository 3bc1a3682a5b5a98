using System.Text.RegularExpressions;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests.Commands;

public partial class DemoTests
{
    [Fact]
    public async Task Demo_WithoutOptions_PrintsWhatTheReadmeShowsIn80Columns()
    {
        var shown = ReadmeBlock().Match(await File.ReadAllTextAsync(RepositoryFiles.PathOf("README.md"))).Groups["output"].Value;

        var result = await SqsIngestorProgram.RunAsync("demo");

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        Assert.Empty(result.Errors);
        var rest = Normalize(result.Output);
        foreach (var part in shown.Split("…\n").Select(Normalize))
        {
            Assert.Contains(part, rest, StringComparison.Ordinal);
            rest = rest[(rest.IndexOf(part, StringComparison.Ordinal) + part.Length)..];
        }

        Assert.DoesNotContain(result.Output.Split('\n'), line => line.Length > 80);
    }

    [Fact]
    public async Task Demo_OwnTable_NamesTheSum()
    {
        var result = await SqsIngestorProgram.RunAsync("demo", "--mapping", "mappings/sqs_messages.yaml");

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        Assert.Contains(
            """{"batchItemFailures":[{"itemIdentifier":"059f36b4-87a3-44ab-83d2-661975830703"},"""
                + """{"itemIdentifier":"059f36b4-87a3-44ab-83d2-661975830706"}]}""",
            result.Output, StringComparison.Ordinal);
        Assert.Contains(
            "20 messages sent = 17 landed + 1 deduplicated + 2 returned to the queue; 17 rows in main.raw.sqs_messages; "
                + "0 failed invocations; 1 token and 1 stream for 4 invocations.",
            result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("…", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_OwnEventWithAMessageThatDoesNotLand_Fails()
    {
        var result = await SqsIngestorProgram.RunAsync("demo", "--event", "mappings/samples/sqs-event-hostile.json");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("text_encoding in column 'body'", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_OwnEventThatIsNone_Fails()
    {
        var result = await SqsIngestorProgram.RunAsync("demo", "--event", "README.md");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Function.EventInvalid: the event is not JSON: line 1, byte 1", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--event", "nowhere.json", "error file_unreadable: nowhere.json: The file cannot be read: it does not exist.")]
    [InlineData("--sql", "README.md", ": error sql_")]
    [InlineData("--mapping", "descriptors/sqs_messages.sql", "sqs_messages.sql:9:17: error MAP002")]
    [InlineData("--descriptors", "README.md", "README.md: error MAP201")]
    [InlineData("--nonsense", "x", "'--nonsense'")]
    public async Task Demo_WrongOption_SaysWhatIsWrongAndDeliversNothing(string option, string value, string message)
    {
        var result = await SqsIngestorProgram.RunAsync("demo", option, value);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("batchItemFailures", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_Root_NamesTheCommands()
    {
        var result = await SqsIngestorProgram.RunAsync("--help");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("demo", result.Output, StringComparison.Ordinal);
    }

    /// <summary>Without what differs between runs: numbers, where lines with ports break, and how slow the machine is.</summary>
    private static string Normalize(string text) =>
        Spaces().Replace(NumbersOfARun().Replace(text, "N"), " ")
            .Replace(Steps.SlowStart + " ", "", StringComparison.Ordinal).Trim();

    [GeneratedRegex("```\n(?<output>✓ local Databricks.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ReadmeBlock();

    [GeneratedRegex(@"(?<=127\.0\.0\.1:)\d+|(?<=process )\d+|\d+(?= ms)")]
    private static partial Regex NumbersOfARun();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
