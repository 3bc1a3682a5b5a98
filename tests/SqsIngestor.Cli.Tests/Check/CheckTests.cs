using System.Text.Encodings.Web;
using System.Text.Json;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Check;

public class CheckTests
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Wrong = "version: 1\ndescriptor: sqs_messages.binpb\ncolumns:\n  mesage_id: $.message.messageId\n  " +
        "ingested_at: $.body.at\nignore: [message_id, receipt_handle, body, md5_of_body, md5_of_message_attributes, " +
        "attributes, message_attributes, queue_arn, aws_region, ingested_date]\n";

    [Fact]
    public async Task Check_MappingWithoutTableName_Passes()
    {
        var result = await SqsIngestorProgram.RunAsync("check", "mappings/sqs_messages.yaml");

        Assert.Equal(("1 mapping, 0 errors, 0 warnings\n", "", 0), (result.Output, result.Errors, result.ExitCode));
    }

    [Fact]
    public async Task Check_WrongMapping_PrintsEveryDiagnosticAndFails()
    {
        using var file = new TemporaryFile(Wrong);

        var result = await SqsIngestorProgram.RunAsync("check", file.Path, "--descriptors", "descriptors");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(
            $"{file.Path}:4:3: error MAP401: table_sqs_messages has no field 'mesage_id'\n" +
                $"  4 |   mesage_id: $.message.messageId\n    |   ^^^^^^^^^\n  = did you mean 'message_id'?\n",
            result.Output, StringComparison.Ordinal);
        Assert.Contains($"{file.Path}:5:3: warning MAP405", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 mapping, 1 error, 1 warning\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_Json_IsAnObjectForEachDiagnostic()
    {
        using var file = new TemporaryFile(Wrong);

        var result = await SqsIngestorProgram.RunAsync(
            "check", file.Path, "nowhere.yaml", "--descriptors", "descriptors", "--format", "json");

        using var document = JsonDocument.Parse(result.Output);
        Assert.Equal(
            ["MAP401", "MAP405", "MAP001"], document.RootElement.EnumerateArray().Select(d => d.GetProperty("code").GetString()));
        var first = document.RootElement[0];
        var expected = """{"code":"MAP401","severity":"error","path":"PATH","line":4,"column":3,"length":9,"message":""" +
            "\"table_sqs_messages has no field 'mesage_id'\",\"hint\":\"did you mean 'message_id'?\"}";
        Assert.Equal(expected.Replace("PATH", file.Path, StringComparison.Ordinal), Minified(first));
    }

    [Fact]
    public async Task Check_Sarif_HasARuleForEveryResult()
    {
        using var file = new TemporaryFile(Wrong);

        var result = await SqsIngestorProgram.RunAsync("check", file.Path, "--descriptors", "descriptors", "--format", "sarif");

        using var document = JsonDocument.Parse(result.Output);
        Assert.Equal("2.1.0", document.RootElement.GetProperty("version").GetString());
        var run = document.RootElement.GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules");
        Assert.Equal(
            ["MAP401", "MAP405"],
            run.GetProperty("results")
            .EnumerateArray()
            .Select(r => rules[r.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString()));
        var place = run.GetProperty("results")[0].GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal(new Uri(file.Path).AbsoluteUri, place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal("""{"startLine":4,"startColumn":3,"endColumn":12}""", Minified(place.GetProperty("region")));
    }

    [Fact]
    public async Task Check_TableThatIsNone_Fails()
    {
        var result = await SqsIngestorProgram.RunAsync("check", "mappings/sqs_messages.yaml", "--table", "raw.t");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("MAP106", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("check", "mappings/sqs_messages.yaml", "--format", "xml")]
    public async Task Check_WrongCommandLine_Is2(params string[] arguments) =>
        Assert.Equal(2, (await SqsIngestorProgram.RunAsync(arguments)).ExitCode);

    private static string Minified(JsonElement value) => JsonSerializer.Serialize(value, Compact);
}
