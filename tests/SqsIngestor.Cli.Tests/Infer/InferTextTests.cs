using System.Text.Json;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Infer;

/// <summary>Bodies that are text, and text that looks like JSON by chance.</summary>
public sealed class InferTextTests : IDisposable
{
    private const string GzipAsBase64 = "H4sIAAAAAAAAA6tWSlSyMqwFAJ0KPVQHAAAA";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("42")]
    [InlineData("null")]
    [InlineData("true", "\"quoted\"")]
    [InlineData("{\"job\":7}")]
    [InlineData("[1,2]", "{\"cut\":")]
    [InlineData("{\"a\":1}", "{\"a\":2}", "[INFO] a", "{name} b", "[2026-03-01] c", "[5] d")]
    public async Task Infer_MostlyTexts_OneColumnTakesAll(params string[] others)
    {
        var texts = others.Where(other => other.Length > 0).Concat(["job 7 done", "job 8 failed", "started"]).ToArray();

        var result = await InferAsync(Event(texts));

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("body  STRING", result.Output, StringComparison.Ordinal);
        Assert.Contains($"read back the same: {texts.Length} of {texts.Length}.", result.Output, StringComparison.Ordinal);
        var documents = others.Count(each => each.EndsWith('}') || each == "[1,2]");
        Assert.Equal(
            documents > 0,
            result.Output.Contains(
                $"warning: {documents} message{(documents == 1 ? "" : "s")} of {texts.Length} with JSON among texts: the mapping "
                    + "reads all bodies as text.", StringComparison.Ordinal));
        Assert.Equal(0, (await EncodeAsync("{\"later\":[")).ExitCode);
    }

    [Theory]
    [InlineData("{\"job\":7}", "{\"job\":8}", "started")]
    [InlineData("{\"job\":7}", "{\"cut\":", "{\"cut\":")]
    public async Task Infer_FewTexts_AreLeftOut(params string[] bodies)
    {
        var result = await InferAsync(Event(bodies));

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains(" the record error body_syntax in the function", result.Output, StringComparison.Ordinal);
        var against = await InProcessProgram.RunAsync("infer", _folder["t.json"], "--against", _folder["descriptors", "t.sql"]);
        Assert.Equal((0, ""), (against.ExitCode, against.Errors));
        Assert.Contains(
            " of 3 samples have the error body_syntax, and are not compared\n", against.Output, StringComparison.Ordinal);
        Assert.Contains("job  BIGINT", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("42")]
    [InlineData("null")]
    public async Task Infer_TextInNotifications_IsTextAlsoIfOneLooksLikeJson(string other)
    {
        var samples = string.Join('\n', new[] { "job 7 done", other, "started" }.Select(Notification));

        var result = await InferAsync(samples);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("SNS notifications in 3 of 3 messages: the mapping reads them", result.Output, StringComparison.Ordinal);
        Assert.Contains("body            STRING", result.Output, StringComparison.Ordinal);
        Assert.Contains(
            "decode: [{ unwrap: sns }, text]", File.ReadAllText(_folder["mappings", "t.yaml"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_TextInCloudEvents_OneWithoutDataIsARow()
    {
        const string Attributes = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\"";

        var result = await InferAsync(
            $"{Attributes},\"datacontenttype\":\"text/plain\",\"data\":\"job 7 done\"}}\n{Attributes}}}\n");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("and encodes all 2 samples.", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(GzipAsBase64, "it looks like base64 of gzip")]
    [InlineData("eyJhIjoxLCJiIjoyfQ==", "it looks like base64 of JSON, which payload: { decode: [base64, json] } reads")]
    [InlineData("a=1 b=2", "it looks like logfmt")]
    [InlineData("{\"a\":1}\n{\"a\":2}", "it looks like several JSON documents, which payload: { decode: [ndjson] } reads")]
    public async Task Infer_TextOfAnEvent_SaysWhatItLooksLike(string body, string words)
    {
        var result = await InferAsync(Event(body));

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains(words, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_TextInAnEnvelope_NamesTheStepsOfTheWholePayload()
    {
        var result = await InferAsync(Notification(GzipAsBase64));

        Assert.Contains(
            "it looks like base64 of gzip, which payload: { decode: [{ unwrap: sns }, base64, gzip, json] } reads", result.Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """
        {"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-03-01T12:00:00Z","Bucket":"b","RequestId":"1","HostId":"h"}
        """,
        "s3_test_event")]
    [InlineData(
        """
        {"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logGroup":"","logStream":"","subscriptionFilters":[],
        "logEvents":[{"id":"","timestamp":1,"message":"CWL CONTROL MESSAGE: Checking health of destination Firehose."}]}
        """,
        "control_message")]
    public async Task Infer_OnlyMessagesWithoutData_SaysWhatIsMissing(string body, string code)
    {
        var result = await InferAsync(Event(body.ReplaceLineEndings("")));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(
            $"No message has data: the function would refuse each with {code}.", result.Errors, StringComparison.Ordinal);
        Assert.Contains("Give at least one with data.", result.Errors, StringComparison.Ordinal);
    }

    private static string Event(params string[] bodies) => JsonSerializer.Serialize(
        new { Records = bodies.Select((body, i) => new { messageId = $"{i}", body }) });

    private static string Notification(string message) =>
        JsonSerializer.Serialize(new { Type = "Notification", TopicArn = "t", Message = message });

    private Task<CommandResult> EncodeAsync(string body) =>
        InProcessProgram.RunAsync("encode", _folder["mappings", "t.yaml"], "--body", body);

    private Task<CommandResult> InferAsync(string samples) =>
        InProcessProgram.RunAsync(
            "infer", _folder.Write("t.json", samples), "--table", "main.raw.t", "--output", _folder.Path, "--force");
}
