using System.Diagnostics;
using System.Text;
using System.Text.Json;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Encode;

/// <summary>Bodies and received messages instead of an SQS event.</summary>
public class BodyTests
{
    private static readonly string[] Encode = ["encode", "mappings/sqs_messages.yaml"];

    [Theory]
    [InlineData("hello \"you\" ü 😀")]
    [InlineData("{\"a\": 1.50}")]
    [InlineData("@")]
    public async Task Encode_BodyAsText_IsUsedUnchanged(string body)
    {
        using var file = new TemporaryFile(body);
        var result = await SqsIngestorProgram.RunAsync([.. Encode, "--body", body == "@" ? $"@{file.Path}" : body]);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal(body, Body(result.Output));
    }

    [Fact]
    public async Task Encode_BodyFromAFile_KeepsItsLineBreaksAndByteOrderMark()
    {
        const string Text = "\uFEFFa\r\nb\n";
        using var file = new TemporaryFile("");
        await File.WriteAllBytesAsync(file.Path, Encoding.UTF8.GetBytes(Text));

        var result = await SqsIngestorProgram.RunAsync([.. Encode, "--body", $"@{file.Path}"]);

        Assert.Equal(Text, Body(result.Output));
    }

    [Fact]
    public async Task Encode_BodyFromStandardInput_IsRead()
    {
        var start = SqsIngestorProgram.Start([.. Encode, "--body", "-"]);
        start.RedirectStandardInput = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.WriteAsync("from a pipe");
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Eventually.Patience);

        Assert.Equal("from a pipe", Body(await output));
    }

    [Fact]
    public async Task Encode_BodyThatIsNotText_IsRefused()
    {
        using var file = new TemporaryFile("");
        await File.WriteAllBytesAsync(file.Path, [0x1f, 0x8b, 0x08]);

        var result = await SqsIngestorProgram.RunAsync([.. Encode, "--body", $"@{file.Path}"]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("error body_not_text", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no message.")]
    [InlineData("exclude each other", "--body", "x", "--event", "mappings/samples/orders.json")]
    [InlineData("can be given once", "--body", "-", "--body", "-")]
    public async Task Encode_NotOneInput_SaysWhatToDo(string message, params string[] arguments)
    {
        var result = await SqsIngestorProgram.RunAsync([.. Encode, .. arguments]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encode_FileThatIsABody_SaysHowToUseIt()
    {
        var result = await SqsIngestorProgram.RunAsync([.. Encode, "--event", "mappings/samples/bodies/order.json"]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("use --body @mappings/samples/bodies/order.json", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_Body_ShowsItsColumns()
    {
        var result = await SqsIngestorProgram.RunAsync(
            "explain", "mappings/orders.yaml", "--body", "@mappings/samples/bodies/order.json");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("9007199254740993", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encode_OutputOfReceiveMessage_IsAnEvent()
    {
        using var file = new TemporaryFile(
            """
            { "Messages": [ {
              "MessageId": "m-1", "ReceiptHandle": "r", "MD5OfBody": "d", "Body": "hi \ud83d\ude00",
              "Attributes": { "ApproximateReceiveCount": "3", "SenderId": "s" },
              "MessageAttributes": { "color": { "StringValue": "red", "DataType": "String" },
                                     "key": { "BinaryValue": "AQI=", "DataType": "Binary" } } } ] }
            """);

        var result = await SqsIngestorProgram.RunAsync([.. Encode, "--event", file.Path]);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        var row = JsonDocument.Parse(result.Output).RootElement.GetProperty("row");
        Assert.Equal(("m-1", "hi 😀", "d"), (Text(row, "message_id"), Text(row, "body"), Text(row, "md5_of_body")));
        Assert.Equal("red", row.GetProperty("message_attributes").GetProperty("color").GetProperty("string_value").GetString());
        Assert.Equal("AQI=", row.GetProperty("message_attributes").GetProperty("key").GetProperty("binary_value").GetString());
        Assert.Equal("s", row.GetProperty("attributes").GetProperty("SenderId").GetString());
    }

    private static string? Body(string output) => Text(JsonDocument.Parse(output).RootElement.GetProperty("row"), "body");

    private static string? Text(JsonElement row, string column) => row.GetProperty(column).GetString();
}
