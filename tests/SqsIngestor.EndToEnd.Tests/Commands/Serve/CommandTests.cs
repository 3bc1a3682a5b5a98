namespace SqsIngestor.EndToEnd.Tests.Commands.Serve;

/// <summary>What the commands say to one server with the usual options.</summary>
public sealed class CommandTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("error query_not_read_only", "query", "DROP TABLE main.raw.sqs_messages")]
    [InlineData("error query_syntax", "query", "SELEC 1")]
    [InlineData("error table_not_found", "query", "SELECT * FROM main.raw.other")]
    [InlineData("A producer cannot send Records[3]", "invoke", "--event", "mappings/samples/sqs-event-hostile.json")]
    [InlineData("error message_characters", "invoke", "--body", "a\u0001")]
    [InlineData("error deduplication_not_fifo", "invoke", "--body", "a", "--deduplication-id", "x")]
    [InlineData("error nothing_to_send", "invoke")]
    [InlineData("error attribute_invalid", "invoke", "--body", "a", "--attribute", "n")]
    [InlineData("error event_not_sqs", "invoke", "--event", "README.md")]
    [InlineData("use --body @mappings/samples/bodies/order.json", "invoke", "--event", "mappings/samples/bodies/order.json")]
    [InlineData("error file_unreadable", "invoke", "--body", "@nowhere.json")]
    public async Task Command_WhatIsWrong_HasACode(string message, params string[] arguments)
    {
        var result = await server.Process.RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_BodyOfAFile_SendsWhatIsInIt()
    {
        var sent = await server.Process.RunAsync("invoke", "--body", "@mappings/samples/bodies/order.json", "--wait");
        var rows = await server.Process.RunAsync(
            "query", "SELECT body FROM main.raw.sqs_messages WHERE body LIKE '%order.created%'", "--format", "json");

        Assert.Equal(0, sent.ExitCode);
        Assert.Contains("9007199254740993", rows.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_Probe_NamesTheTables()
    {
        var result = await server.Process.RunAsync("invoke", "--probe");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("\"table\":\"main.raw.sqs_messages\",\"open\":true", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_Direct_GivesTheEventAsItIs()
    {
        var result = await server.Process.RunAsync("invoke", "--direct", "--event", "mappings/samples/sqs-event-hostile.json");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("text_encoding in column 'body'", result.Output, StringComparison.Ordinal);
    }
}
