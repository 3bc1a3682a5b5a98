using System.Text;

namespace SqsIngestor.Mapping.Tests.Language.Payloads.Unwraps;

/// <summary>Records of Kinesis streams.</summary>
public class KinesisUnwrapTests
{
    private const string Pipes = """
        {"kinesisSchemaVersion":"1.0","partitionKey":"p","sequenceNumber":"4959","data":"eyAiYSI6CiAxIH0=",
        "approximateArrivalTimestamp":1772366400.123,"eventSource":"aws:kinesis"}
        """;

    [Fact]
    public void Bodies_RecordsOfALambdaFunction_HaveTheMembersOfKinesis()
    {
        var run = new PayloadRun("payload: { decode: { unwrap: kinesis } }");

        var bodies = run.Bodies("""
            {"Records":[{"kinesis":{"partitionKey":"p","data":"eyAiYSI6CiAxIH0=","approximateArrivalTimestamp":1772366400.123},
             "eventSource":"aws:kinesis"},{"eventID":"2","kinesis":{"data":"WzFd"}}]}
            """);

        Assert.Equal(
            """
            {"partitionKey":"p","data":{ "a":  1 },"approximateArrivalTimestamp":1772366400.123,"eventSource":"aws:kinesis"}
            """,
            bodies[0]);
        Assert.Equal("""{"eventID":"2","data":[1]}""", bodies[1]);
    }

    [Theory]
    [InlineData("{ unwrap: kinesis }", """{ "a":  1 }""")]
    [InlineData("{ unwrap: kinesis, data: json }", """{ "a":  1 }""")]
    [InlineData("{ unwrap: kinesis, data: text }", "\"{ \\\"a\\\":\\u000a 1 }\"")]
    [InlineData("{ unwrap: kinesis, data: base64 }", "\"eyAiYSI6CiAxIH0=\"")]
    public void Body_RecordOfPipes_HasItsDataAsAsked(string step, string data) =>
        Assert.Contains(
            $"\"data\":{data},", new PayloadRun($"payload: {{ decode: {step} }}").Body(Pipes), StringComparison.Ordinal);

    [Theory]
    [InlineData("[\"\\ud800\"]", "[\"\\ud800\"]")]
    [InlineData("\uFEFF1", "1")]
    [InlineData(" \"x\" ", " \"x\" ")]
    [InlineData("1,\"b\":2", null)]
    [InlineData("{} {}", null)]
    [InlineData("", null)]
    [InlineData("x", null)]
    public void Body_Data_IsOneDocument(string data, string? expected)
    {
        var run = new PayloadRun("payload: { decode: { unwrap: kinesis } }");

        var body = run.Body($"{{\"data\":\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(data))}\"}}");

        Assert.Equal(expected is null ? "body_syntax" : $"{{\"data\":{expected}}}", body);
        Assert.Equal(
            expected is null ? "in the step kinesis: record 1 has data that is not JSON" : null, run.Payload.Fault?.Detail);
    }

    [Theory]
    [InlineData("""{"a":1}""", "envelope_shape", "in the step kinesis: record 1 has no data")]
    [InlineData("""{"kinesis":1}""", "envelope_shape", "in the step kinesis: record 1 has a kinesis that is not an object")]
    [InlineData("""{"data":1}""", "envelope_shape", "in the step kinesis: record 1 has no data")]
    [InlineData("""{"data":"!"}""", "base64", "in the step kinesis")]
    [InlineData("""{"data":"\ud800"}""", "text_encoding", "in the step kinesis")]
    public void Body_Broken_IsAnErrorOfTheStep(string body, string code, string detail)
    {
        var run = new PayloadRun("payload: { decode: { unwrap: kinesis } }");

        Assert.Equal(code, run.Body(body));
        Assert.Equal(detail, run.Payload.Fault?.Detail);
    }

    [Fact]
    public void Body_TextThatIsNotUtf8_IsAnError() =>
        Assert.Equal(
            "text_encoding", new PayloadRun("payload: { decode: { unwrap: kinesis, data: text } }").Body("""{"data":"/w=="}"""));
}
