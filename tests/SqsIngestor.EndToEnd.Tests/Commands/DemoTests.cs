using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests.Commands;

public class DemoTests
{
    [Fact]
    public async Task Demo_WithoutOptions_ShowsResponsesAndRows()
    {
        var result = await SqsIngestorProgram.RunAsync("demo");

        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Errors);
        Assert.Contains(
            """{"batchItemFailures":[{"itemIdentifier":"059f36b4-87a3-44ab-83d2-661975830703"},"""
                + """{"itemIdentifier":"059f36b4-87a3-44ab-83d2-661975830706"}]}""",
            result.Output, StringComparison.Ordinal);
        Assert.Contains("Test message.", result.Output, StringComparison.Ordinal);
        Assert.Contains(
            "18 messages delivered, 2 returned to the queue, 0 failed invocations; 1 token", result.Output,
            StringComparison.Ordinal);
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
}
