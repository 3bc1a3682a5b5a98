using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Tests.Language.Payloads.Unwraps;

/// <summary>S3 event notifications.</summary>
public class S3UnwrapTests
{
    private const string Yaml = "payload: { decode: [{ unwrap: sns, when: auto }, { unwrap: s3 }] }";

    [Fact]
    public void Bodies_Records_AreDocumentsWithTheirKeysDecoded()
    {
        var run = new PayloadRun(Yaml);

        var bodies = run.Bodies("""
            { "x": 1, "Records": [
              { "eventName": "ObjectCreated:Put",
                "s3": { "object": { "key": "incoming/March+report+%281%29.csv", "size": 1024 } } },
              {"s3":{"object":{"key":"gr%C3%B6%C3%9Fe\u002b\"%22%0A"}},"eventName":"ObjectRemoved:Delete"} ], "y": [2] }
            """);

        Assert.Equal(2, bodies.Length);
        Assert.Equal(
            """{"eventName":"ObjectCreated:Put","s3":{"object":{"key":"incoming/March report (1).csv","size":1024}}}""",
            bodies[0]);
        Assert.Equal(
            """{"s3":{"object":{"key":"größe \"\"\u000a"}},"eventName":"ObjectRemoved:Delete"}""", bodies[1]);
        Assert.StartsWith(
            """{"s3":{"object":{"key":"gr%C3%B6""", PayloadRun.Text(run.Payload.Values.Raw), StringComparison.Ordinal);
        Assert.Equal(ValueKind.String, run.Payload.Values.Raw.Kind);
    }

    [Theory]
    [InlineData("""{"s3":{"object":{"key":"a"}}}""")]
    [InlineData("""[{"s3":{"object":{"key":"a"}}}]""")]
    [InlineData("\uFEFF{\"Records\":[{\"s3\":{\"object\":{\"key\":\"a\"}}}]}")]
    public void Bodies_OneRecord_IsTheDocument(string body)
    {
        var run = new PayloadRun(Yaml);

        Assert.Equal("""{"s3":{"object":{"key":"a"}}}""", run.Body(body));
        Assert.Equal("""{"s3":{"object":{"key":"a"}}}""", PayloadRun.Text(run.Payload.Values.Raw));
    }

    [Theory]
    [InlineData("""{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"b"}""", "s3_test_event", "")]
    [InlineData("""{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":{"x":[1]}}""", "s3_test_event", "")]
    [InlineData("""{"Records":[]}""", "body_syntax", "in the step s3: no record")]
    [InlineData("""{"Records":[1]}""", "envelope_shape", "in the step s3: record 1 is not an object")]
    [InlineData("""{"Records":{}}""", "envelope_shape", "in the step s3: Records is not an array")]
    [InlineData("""{"Records":[],"Records":[]}""", "envelope_shape", "in the step s3: Records occurs twice")]
    [InlineData("""{"a":1}""", "envelope_shape", "in the step s3: record 1 has no s3.object")]
    [InlineData(
        """{"Records":[{"s3":{"object":{}}},{"s3":{}}]}""", "envelope_shape", "in the step s3: record 2 has no s3.object")]
    [InlineData("7", "envelope_shape", "in the step s3: neither an object nor an array")]
    [InlineData("""{"Records":[{"s3":{"object":{"key":"a%2"}}}]}""", "body_syntax",
        "in the step s3: record 1 has a key with a percent sign without two hexadecimal digits")]
    [InlineData("""{"Records":[{"s3":{"object":{"key":"%FF"}}}]}""", "text_encoding", "in the step s3")]
    [InlineData("""{"Records":[{"s3":{"object":{"key":"\ud800"}}}]}""", "text_encoding", "in the step s3")]
    [InlineData("""{"Records":[{"s3":""", "body_syntax", "in the step s3: not JSON at line 1, byte 19")]
    [InlineData("""{"s3":{"object":{}}} x""", "body_syntax", "in the step s3: not JSON at line 1, byte 22")]
    [InlineData("", "body_syntax", "in the step s3: not JSON at line 1, byte 1")]
    public void Bodies_Broken_AreAnErrorOfTheStep(string body, string code, string detail)
    {
        var run = new PayloadRun(Yaml);

        Assert.Equal(code, run.Body(body));
        if (detail.Length > 0) Assert.Equal(detail, run.Payload.Fault?.Detail);
    }

    [Fact]
    public void Bodies_TooDeep_AreABodyDepth()
    {
        var run = new PayloadRun(Yaml);

        Assert.Equal("body_depth", run.Body($"{{\"s3\":{{\"object\":{{}}}},\"x\":{new string('[', 64)}{new string(']', 64)}}}"));
        Assert.Equal("body_depth", run.Body("{\"Records\":[{\"x\":" + new string('[', 100_000)));
    }
}
