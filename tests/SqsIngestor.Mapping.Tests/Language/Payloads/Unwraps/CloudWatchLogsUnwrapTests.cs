namespace SqsIngestor.Mapping.Tests.Language.Payloads.Unwraps;

/// <summary>Subscriptions of CloudWatch Logs.</summary>
public class CloudWatchLogsUnwrapTests
{
    private const string Yaml = "payload: { decode: { unwrap: cloudwatch_logs } }";

    private const string Message = """
        { "messageType": "DATA_MESSAGE", "owner": "123456789012", "logGroup": "/aws/lambda/x", 
          "logStream": "2026/03/01/[$LATEST]1", "subscriptionFilters": [ "all" ],
          "logEvents": [ { "id": "3682", "timestamp": 1772366400123, "message": "{\"level\": \"INFO\"}" },
                         {"id":"3683","timestamp":1772366400456,"message":"END\n","extractedFields":{"a":"1"}} ],
          "policyLevel": "ACCOUNT_LEVEL_POLICY" }
        """;

    private const string Common =
        """
        {"messageType":"DATA_MESSAGE","owner":"123456789012","logGroup":"/aws/lambda/x","logStream":"2026/03/01/[$LATEST]1",
        """;

    private const string More = "\"subscriptionFilters\":[ \"all\" ],\"policyLevel\":\"ACCOUNT_LEVEL_POLICY\",\"id\":\"368";

    private static readonly string[] Expected =
    [
        Common + More + """2","timestamp":1772366400123,"message":"{\"level\": \"INFO\"}"}""",
        Common + More + """3","timestamp":1772366400456,"message":"END\n","extractedFields":{"a":"1"}}""",
    ];

    [Fact]
    public void Bodies_Message_IsADocumentForEachLogEvent() => Assert.Equal(Expected, new PayloadRun(Yaml).Bodies(Message));

    [Fact]
    public void Bodies_GzipInBase64_IsADocumentForEachLogEvent() =>
        Assert.Equal(
            Expected,
            new PayloadRun("payload: { decode: [base64, { unwrap: cloudwatch_logs }] }").Bodies(
                Compressed.Base64("gzip", Message)));

    [Fact]
    public void Bodies_EventOfALambdaFunction_IsADocumentForEachLogEvent() =>
        Assert.Equal(
            Expected,
            new PayloadRun(Yaml).Bodies(
                $$"""{"x":1,"awslogs":{"y":[2],"data":"{{Compressed.Base64("gzip", Message)}}","z":3},"w":[]}"""));

    [Theory]
    [InlineData("""{"messageType":"CONTROL_MESSAGE","owner":"1","logEvents":[]}""", "control_message", "")]
    [InlineData("""{"logEvents":[],"messageType":"CONTROL_MESSAGE"}""", "control_message", "")]
    [InlineData("""{"messageType":"DATA_MESSAGE","logEvents":[]}""", "body_syntax", ": no record")]
    [InlineData("""{"messageType":"DATA_MESSAGE"}""", "envelope_shape", ": no logEvents")]
    [InlineData("""{"logEvents":{}}""", "envelope_shape", ": logEvents is not one array")]
    [InlineData("""{"logEvents":[],"logEvents":[{}]}""", "envelope_shape", ": logEvents is not one array")]
    [InlineData("""{"logEvents":[{},1]}""", "envelope_shape", ": log event 2 is not an object")]
    [InlineData("[1]", "envelope_shape", ": not an object")]
    [InlineData("""{"awslogs":1}""", "envelope_shape", ": awslogs is not an object")]
    [InlineData("""{"awslogs":{"data":1}}""", "envelope_shape", ": awslogs has no data")]
    [InlineData("""{"awslogs":{"data":"e30"}}""", "envelope_shape", ": no logEvents")]
    [InlineData("""{"awslogs":{"data":"!"}}""", "base64", "")]
    [InlineData("""{"awslogs":{"data":"\ud800"}}""", "text_encoding", "")]
    [InlineData("""{"awslogs":{"data":"H4sIAAAA"}}""", "compression", "")]
    [InlineData("""{"logEvents":[{"id":"1"}]""", "body_syntax", ": not JSON at line 1, byte 26")]
    [InlineData("""{"awslogs":{"data":"eyJsb2dFdmVudHMiOlt7fV19"},,}""", "body_syntax", ": not JSON at line 1, byte 48")]
    public void Bodies_Broken_AreAnErrorOfTheStep(string body, string code, string detail)
    {
        var run = new PayloadRun(Yaml);

        Assert.Equal(code, run.Body(body));
        Assert.Equal("in the step cloudwatch_logs" + detail, run.Payload.Fault?.Detail);
    }

    [Fact]
    public void Bodies_Bomb_StopAtTheLimit()
    {
        var run = new PayloadRun("payload: { decode: [base64, { unwrap: cloudwatch_logs }], limits: { max_bytes: 1MiB } }");

        Assert.Equal("body_size", run.Body(Compressed.Base64("gzip", new string(' ', 2_000_000))));
        var many = string.Join(',', Enumerable.Repeat("{}", 1000));
        Assert.Equal(
            "body_size", run.Body(Compressed.Base64("gzip", $"{{\"x\":\"{new string('x', 10_000)}\",\"logEvents\":[{many}]}}")));
    }
}
