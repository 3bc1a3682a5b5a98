using System.Text.Json;
using SqsIngestor.Cli.Init;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Infer;

/// <summary>Samples of the shapes that an unwrap reads, alone and mixed.</summary>
public sealed class InferShapeTests : IDisposable
{
    private const string S3 = """{"Records":[{"eventName":"ObjectCreated:Put","s3":{"object":{"key":"a+b"}}}]}""";
    private const string Plain = """{"orderId":"A-1001"}""";
    private const string Event = """{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{"a":1}}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, int> Samples()
    {
        var samples = new TheoryData<string, int>();
        foreach (var (word, forms) in ShapedSamples.All)
        {
            for (var i = 0; i < forms.Length; i++) samples.Add(word, i);
        }

        return samples;
    }

    public static TheoryData<string> Gallery() =>
        [.. GalleryShape.All.Where(shape => shape.Payload is { CarriesBytes: false }).Select(shape => shape.Name)];

    [Fact]
    public void Samples_EachShape_HasSome() =>
        Assert.Equal(LanguageReference.PayloadShapes.Select(shape => shape.Word).Order(), ShapedSamples.All.Keys.Order());

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Infer_EachShape_IsUnwrapped(string word, int form)
    {
        var wrap = ShapedSamples.All[word][form];

        var json = await InferAsync(
            _folder.Write("t.ndjson", Lines(wrap("""{"amount":19.99}"""), wrap("""{"amount":1,"tag":"x"}"""))));

        AssertUnwraps(json, word);
        await AssertPassesAsync("t.ndjson");
    }

    [Theory]
    [MemberData(nameof(Gallery))]
    public async Task Infer_EventOfTheGallery_IsUnwrapped(string name)
    {
        var json = await InferAsync(RepositoryFiles.PathOf("mappings", "gallery", name, "event.json"));

        AssertUnwraps(json, GalleryShape.Find(name)!.Payload!.Word);
        await AssertPassesAsync(RepositoryFiles.PathOf("mappings", "gallery", name, "event.json"));
    }

    [Fact]
    public async Task Infer_Shape_IsInTheReport()
    {
        var result = await RunAsync(_folder.Write("t.ndjson", S3));

        Assert.Contains(
            "S3 event notifications in 1 of 1 message: the mapping reads them with unwrap: s3; sqs-ingestor init --shape s3 "
                + "writes a tested mapping for them\n",
            result.Output, StringComparison.Ordinal);
        Assert.Contains("payload: { decode: [{ unwrap: s3 }], on_error: { s3_test_event: drop, default: fail } }", Mapping,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_MixedShapes_AreReadAsTheyAre()
    {
        var result = await RunAsync(_folder.Write("t.ndjson", Lines(S3, Plain)));

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains(
            "warning: S3 event notifications in 1 of 2 messages: others are not, so the mapping reads them as they are",
            result.Output, StringComparison.Ordinal);
        Assert.Contains("and encodes all 2 samples.", result.Output, StringComparison.Ordinal);
        Assert.Contains("decode: [json]", Mapping, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_MixedShapesInOneEnvelope_LoseTheEnvelope()
    {
        var sns = ShapedSamples.All["sns"][0];

        var json = await InferAsync(_folder.Write("t.ndjson", Lines(sns(S3), sns(Plain))));

        Assert.Equal(["sns 2 True", "s3 1 False"], Shapes(json));
        Assert.Contains("decode: [{ unwrap: sns }, json]", Mapping, StringComparison.Ordinal);
        Assert.Equal(2, json.GetProperty("encoded").GetInt32());
    }

    [Fact]
    public async Task Infer_CloudEventsAmongOthers_AreUnwrappedWhereTheyAre()
    {
        var json = await InferAsync(_folder.Write("t.ndjson", Lines(Event, Plain)));

        Assert.Equal(["cloudevents 1 True"], Shapes(json));
        Assert.Contains("decode: [{ unwrap: cloudevents, when: auto }, json]", Mapping, StringComparison.Ordinal);
        Assert.Equal(2, json.GetProperty("encoded").GetInt32());
    }

    [Fact]
    public async Task Infer_CloudEventsWithDataThatIsNotJson_AreReadAsTheyAre()
    {
        var json = await InferAsync(RepositoryFiles.PathOf("mappings", "gallery", "cloudevents", "event.json"));

        Assert.Equal(["cloudevents 2 False"], Shapes(json));
        Assert.Contains("decode: [json]", Mapping, StringComparison.Ordinal);
        Assert.Equal(4, json.GetProperty("encoded").GetInt32());
    }

    [Theory]
    [InlineData(S3, """{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"t","Bucket":"b"}""", "s3_test_event")]
    [InlineData("""{"op":"c","after":{"a":1},"source":{}}""", "null", "tombstone")]
    [InlineData(
        """{"logGroup":"g","logEvents":[{"id":"1"}]}""",
        """{"messageType":"CONTROL_MESSAGE","logGroup":"","logEvents":[{"id":""}]}""", "control_message")]
    public async Task Infer_MessagesWithoutData_AreDropped(string body, string empty, string code)
    {
        var path = _folder.Write("t.ndjson", Lines(empty, body));

        var result = await RunAsync(path);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains(
            $"1 message without data, with the record error {code}: the mapping drops such messages", result.Output,
            StringComparison.Ordinal);
        Assert.Contains($"on_error: {{ {code}: drop, default: fail }}", Mapping, StringComparison.Ordinal);
        await AssertPassesAsync("t.ndjson");
    }

    [Fact]
    public async Task Infer_TestEventOfS3AmongMessagesOfSeveralKinds_IsDropped()
    {
        const string TestEvent = """{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"t","Bucket":"b"}""";
        var path = _folder.Write("t.ndjson", Lines(TestEvent, S3, """{"a":1}"""));

        var result = await RunAsync(path);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("payload: { decode: [json], on_error: { s3_test_event: drop, default: fail } }", Mapping,
            StringComparison.Ordinal);
        await AssertPassesAsync("t.ndjson");
    }

    [Theory]
    [InlineData("""{"data":"eyJhIjoxfQ=="}""")]
    [InlineData("""{"op":"add","after":{"a":1}}""")]
    [InlineData("""{"dynamodb":{"table":"t"}}""")]
    [InlineData("""{"logEvents":[{"id":"1"}]}""")]
    [InlineData("""{"s3":{"bucket":"b"}}""")]
    [InlineData("""{"Type":"Notification","Message":"{}"}""")]
    [InlineData("""{"specversion":"0.3","id":"1","source":"s","type":"t","data":{}}""")]
    public async Task Infer_DocumentsThatOnlyLookAlike_AreReadAsTheyAre(string body)
    {
        var json = await InferAsync(_folder.Write("t.ndjson", body));

        Assert.Empty(Shapes(json));
        Assert.Contains("decode: [json]", Mapping, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_ShapeAfterManyOthers_IsNotLookedFor()
    {
        var json = await InferAsync(_folder.Write("t.ndjson", Lines([.. Enumerable.Repeat(Plain, 1_100), S3])));

        Assert.Empty(Shapes(json));
        Assert.Equal(1_101, json.GetProperty("encoded").GetInt32());
    }

    private string Mapping => File.ReadAllText(_folder["mappings", "t.yaml"]);

    private void AssertUnwraps(JsonElement json, string word)
    {
        Assert.Contains(Shapes(json), shape => shape.StartsWith($"{word} ", StringComparison.Ordinal));
        Assert.DoesNotContain(Shapes(json), shape => shape.EndsWith(" False", StringComparison.Ordinal));
        Assert.Contains($"{{ unwrap: {word}", Mapping, StringComparison.Ordinal);
        Assert.Equal(0, json.GetProperty("changed").GetInt32());
    }

    /// <summary>The mapping passes check and its test, and encodes the samples.</summary>
    private async Task AssertPassesAsync(string samples)
    {
        var mapping = _folder["mappings", "t.yaml"];
        var check = await InProcessProgram.RunAsync("check", mapping, "--against", _folder["descriptors", "t.sql"]);
        var test = await InProcessProgram.RunAsync("test", mapping);
        Assert.Equal("1 mapping, 0 errors, 0 warnings\n", check.Output);
        Assert.EndsWith("1 passed, 0 failed\n", test.Output, StringComparison.Ordinal);
        if (!Path.IsPathRooted(samples)) return;
        var encode = await InProcessProgram.RunAsync("encode", mapping, "--event", samples);
        Assert.True(encode.ExitCode == 0, encode.Errors);
    }

    private async Task<JsonElement> InferAsync(string path)
    {
        var result = await RunAsync(path, "--format", "json");
        Assert.True(result.ExitCode == 0, result.Errors);
        using var json = JsonDocument.Parse(result.Output);
        return json.RootElement.Clone();
    }

    private Task<CommandResult> RunAsync(string path, params string[] options) =>
        InProcessProgram.RunAsync(["infer", path, "--table", "main.raw.t", "--output", _folder.Path, .. options]);

    private static IEnumerable<string> Shapes(JsonElement json) => json.GetProperty("shapes").EnumerateArray().Select(
        shape => $"{shape.GetProperty("unwrap").GetString()} {shape.GetProperty("messages")} {shape.GetProperty("used")}");

    private static string Lines(params string[] documents) =>
        string.Join('\n', documents.Select(document => document.ReplaceLineEndings("")));
}
