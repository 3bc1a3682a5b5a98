using System.Text.Json;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Encode;

public class EncodeTests
{
    private static readonly string[] Basic = [
        "encode", "mappings/sqs_messages.yaml", "--event", "mappings/samples/sqs-event-basic.json", "--clock",
        "2026-03-01T12:00:00Z"];

    [Fact]
    public async Task Encode_Json_IsALineForEachRow()
    {
        var result = await SqsIngestorProgram.RunAsync([.. Basic, "--table", "main.raw.sqs_messages"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        var lines = result.Output.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            ["Test message.", "Hello from SQS!"], lines.Select(l => l.GetProperty("row").GetProperty("body").GetString()));
        Assert.All(lines, l => Assert.Equal("main.raw.sqs_messages", l.GetProperty("table").GetString()));
    }

    [Fact]
    public async Task Encode_BinaryOfOneRecord_IsExactlyItsBytes()
    {
        using var output = new TemporaryFile("");

        var result =
            await SqsIngestorProgram.RunAsync([.. Basic, "--format", "binary", "--message", "1", "--output", output.Path]);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("Hello from SQS!", table_sqs_messages.Parser.ParseFrom(await File.ReadAllBytesAsync(output.Path)).Body);
    }

    [Fact]
    public async Task Encode_BinaryOfSeveralRecords_IsRefused()
    {
        var result = await SqsIngestorProgram.RunAsync([.. Basic, "--format", "binary"]);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("writes one record, and the event gives 2", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encode_Delimited_IsWhatProtobufParsersRead()
    {
        using var output = new TemporaryFile("");

        await SqsIngestorProgram.RunAsync([.. Basic, "--format", "delimited", "--output", output.Path]);

        await using var stream = File.OpenRead(output.Path);
        Assert.Equal(
            ["Test message.", "Hello from SQS!"],
            new[]
            {
                table_sqs_messages.Parser.ParseDelimitedFrom(stream).Body,
                table_sqs_messages.Parser.ParseDelimitedFrom(stream).Body,
            });
        Assert.Equal(stream.Length, stream.Position);
    }

    [Fact]
    public async Task Encode_Hex_NamesEveryField()
    {
        var result = await SqsIngestorProgram.RunAsync([.. Basic, "--format", "hex", "--message", "0"]);

        Assert.Contains("50 80 a0 bc ad d3 fe 92 03", result.Output, StringComparison.Ordinal);
        Assert.Contains("10 ingested_at: int64 as timestamp = \"2026-03-01T12:00:00Z\"", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encode_MessagesThatFail_AreNamedAndTheOthersAreThere()
    {
        var result = await SqsIngestorProgram.RunAsync(
            "encode", "mappings/sqs_messages.yaml", "--event", "mappings/samples/sqs-event-hostile.json");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(7, result.Output.TrimEnd('\n').Split('\n').Length);
        Assert.Contains(
            "message 6 (059f36b4-87a3-44ab-83d2-661975830706) failed: " +
                "text_encoding in column 'body' of ${TABLE_NAME} at /message/body",
            result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--clock", "noon", "'noon' is not a time")]
    [InlineData("--clock", "2026-03-01T12:00:00", "'2026-03-01T12:00:00' is not a time")]
    [InlineData("--message", "9", "has 2 messages and no message 9")]
    [InlineData("--descriptors", "mappings", "MAP001")]
    [InlineData("--table", "t", "MAP106")]
    public async Task Encode_WrongOption_SaysWhatIsWrong(string option, string value, string message)
    {
        var result = await SqsIngestorProgram.RunAsync([.. Basic[..4], option, value]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("encode")]
    [InlineData("explain")]
    public async Task Encode_TableThatTheMappingDoesNotHave_IsNamed(string command)
    {
        var result = await SqsIngestorProgram.RunAsync(
            command, "mappings/orders.yaml", "--body", "{}", "--table", "main.sales.order");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(
            "error table_not_in_mapping: mappings/orders.yaml: The mapping has no table 'main.sales.order'.", result.Errors,
            StringComparison.Ordinal);
        Assert.Contains("Did you mean 'main.sales.orders'?", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encode_EventThatIsNone_SaysSo()
    {
        var result =
            await SqsIngestorProgram.RunAsync("encode", "mappings/sqs_messages.yaml", "--event", "README.md");

        Assert.Equal(
            (2, "error event_not_sqs: README.md: the event is not JSON: line 1, byte 1. "
                + "If it is the body of a message, use --body @README.md.\n"),
            (result.ExitCode, result.Errors));
    }
}
