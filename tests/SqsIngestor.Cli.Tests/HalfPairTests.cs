using System.Text.Json;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests;

/// <summary>Half a surrogate pair in names and texts of JSON, which the library's reader cannot give as text.</summary>
public sealed class HalfPairTests : IDisposable
{
    private const string Name = """{"\ud800":1,"id":1}""";
    private const string Nested = """{"id":1,"a":[{"\udc00x":1}]}""";
    private const string Value = """{"id":1,"text":"\ud800"}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Name)]
    [InlineData(Nested)]
    [InlineData(Value)]
    public async Task Infer_SampleWithHalfAPair_IsRefused(string sample)
    {
        var samples = _folder.Write("t.ndjson", $$"""{"id":1}{{"\n"}}{{sample}}{{"\n"}}""");
        var result = await SqsIngestorProgram.RunAsync(
            "infer", samples, "--table", "main.a.t", "--output", _folder["out"], "--format", "json");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        using var json = JsonDocument.Parse(result.Output);
        Assert.Contains("text_encoding", result.Output, StringComparison.Ordinal);
        Assert.Equal(1, json.RootElement.GetProperty("encoded").GetInt32());

        var alone = await SqsIngestorProgram.RunAsync(
            "infer", _folder.Write("a.json", sample), "--table", "main.a.a", "--output", _folder["alone"]);
        Assert.Contains("the error text_encoding", alone.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Records":[{"messageId":"m","eventSource":"aws:sqs","body":"{\"id\":1}","\ud800":1}],"\ud800":1}""")]
    [InlineData(
        """
        {"Messages":[{"MessageId":"m","Body":"{\"id\":1}","\ud800":1,"MessageAttributes":{"\ud800":{"\ud800":1}}}],"\ud800":1}
        """)]
    [InlineData("""{"\ud800":[],"Messages":[{"MessageId":"m","Body":"\ud800"},{"MessageId":"n","Body":"{\"id\":1}"}]}""")]
    public async Task Infer_EventWithHalfAPairBesideTheBodies_IsRead(string text)
    {
        var result = await SqsIngestorProgram.RunAsync(
            "infer", _folder.Write("t.json", text), "--table", "main.a.t", "--output", _folder["out"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("and encodes the 1 sample.", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("encode", Name)]
    [InlineData("encode", Nested)]
    [InlineData("encode", Value)]
    [InlineData("explain", Name)]
    [InlineData("explain", Nested)]
    [InlineData("explain", Value)]
    public async Task Command_BodyWithHalfAPair_TakesTheOtherMembers(string command, string body)
    {
        await SqsIngestorProgram.RunAsync(
            "infer", _folder.Write("t.ndjson", """{"id":1,"order_no":2}"""), "--table", "main.a.t", "--output", _folder.Path);

        // The column order_no finds nothing, so a name like it is looked for.
        var result = await SqsIngestorProgram.RunAsync(
            command, _folder["mappings", "t.yaml"], "--body", body);

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain("Exception", result.Errors, StringComparison.Ordinal);
        Assert.Contains("id", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"a\"", true)]
    [InlineData("\"\\ud83d\\ude00\"", true)]
    [InlineData("\"\\uD83D\\uDE00\\\\ud800\"", true)]
    [InlineData("{\"\\\\\\ud83d\\ude00\":\"\\u0041\"}", true)]
    [InlineData("\"\\ud83d\"", false)]
    [InlineData("\"\\ude00\\ud83d\"", false)]
    [InlineData("\"\\ud83d\\ud83d\\ude00\"", false)]
    [InlineData("\"\\\\\\ud83d\"", false)]
    [InlineData("[{\"a\\uDFFF\":1}]", false)]
    public void IsWellFormed_Escapes_AreRead(string json, bool expected)
    {
        Assert.Equal(expected, JsonMembers.IsWellFormed(json));
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind == JsonValueKind.String)
            Assert.Equal(expected, JsonMembers.TextOf(document.RootElement) is not null);
    }

    [Theory]
    [InlineData("""{"\ud800":1,"a":2}""", 2)]
    [InlineData("""{"a":2,"\ud800":1}""", 2)]
    [InlineData("""{"a":1,"\ud800":1,"a":2,"\ud800":1}""", 2)]
    [InlineData("""{"\ud800":1}""", null)]
    [InlineData("""{}""", null)]
    public void TryFind_MemberBesideHalfAPair_IsFound(string json, int? expected)
    {
        using var document = JsonDocument.Parse(json);

        Assert.Equal(expected, JsonMembers.TryFind(document.RootElement, "a", out var found) ? found.GetInt32() : null);
    }
}
