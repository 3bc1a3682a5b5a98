using System.Text.Json;

namespace SqsIngestor.Mapping.Tests.Language.Payloads.Steps;

/// <summary>SNS notifications, EventBridge events, and what AWS sends in the place of a payload.</summary>
public class EnvelopeTests
{
    private const string Event = """
        {"version":"0","id":"6a7e8feb-b491-4cf7-a9f1-bf3703467718","detail-type":"Order Created","source":"shop",
         "account":"111122223333","time":"2026-03-01T12:00:00Z","region":"eu-central-1","resources":[],
         "detail":{"id":"9","note":"\u00fc \"x\""}}
        """;

    private const string Auto = "payload: { decode: [{ unwrap: sns, when: auto }, { unwrap: eventbridge, when: auto }, json] }";

    [Fact]
    public void Body_SnsNotification_IsItsMessage()
    {
        var run = new PayloadRun("payload: { decode: [{ unwrap: sns }, json] }", "sns", "MessageAttributes", "kind", "Value");

        Assert.Equal("""{"a":"ü"}""", run.Body(Sns("""{"a":"ü"}""")));
        Assert.Equal("order", run.Envelope("sns"));
    }

    [Fact]
    public void Body_EventBridgeEvent_IsItsDetail()
    {
        var run = new PayloadRun("payload: { decode: [{ unwrap: eventbridge }, json] }", "eventbridge", "detail-type");

        Assert.Equal("""{"id":"9","note":"\u00fc \"x\""}""", run.Body(Event));
        Assert.Equal("Order Created", run.Envelope("eventbridge"));
    }

    [Fact]
    public void Body_EventBridgeInSns_HasBothEnvelopes()
    {
        var sns = new PayloadRun(Auto, "sns", "TopicArn");
        var events = new PayloadRun(Auto, "eventbridge", "source");

        Assert.Equal("""{"id":"9","note":"\u00fc \"x\""}""", sns.Body(Sns(Event)));
        Assert.Equal("arn:aws:sns:eu-central-1:111122223333:orders", sns.Envelope("sns"));
        events.Body(Sns(Event));
        Assert.Equal("shop", events.Envelope("eventbridge"));
    }

    [Fact]
    public void Body_CompressedInSns_IsTheDocument() =>
        Assert.Equal(
            """{"a":1}""",
            new PayloadRun(
                "payload: { decode: [{ unwrap: sns }, base64, gzip, json] }").Body(Sns(
                    Compressed.Base64("gzip", """{"a":1}"""))));

    [Theory]
    [InlineData("""{"a":{"Type":"Notification","TopicArn":"x","Message":"1"}}""")]
    [InlineData("""{"Type":"SubscriptionConfirmation","TopicArn":"x","Message":"1","Token":"t"}""")]
    [InlineData("""{"Type":"Notification","TopicArn":"x","Message":{"a":1}}""")]
    [InlineData("""{"Type":"Notification","Message":"1"}""")]
    [InlineData("""{"detail-type":"x","source":"y","detail":"text"}""")]
    [InlineData("""{"detail-type":"x","detail":{}}""")]
    [InlineData("""["\"TopicArn\"","\"detail-type\""]""")]
    [InlineData("1")]
    public void Body_OfAnotherShape_StaysAsItIsOnlyWhenAuto(string body)
    {
        Assert.Equal(body, new PayloadRun(Auto).Body(body));
        Assert.Equal("envelope_shape", new PayloadRun("payload: { decode: [{ unwrap: sns }, json] }").Body(body));
        Assert.Equal("envelope_shape", new PayloadRun("payload: { decode: [{ unwrap: eventbridge }, json] }").Body(body));
    }

    [Theory]
    [InlineData("""{"TopicArn" """, "body_syntax")]
    [InlineData("""{"Type":"Notification","TopicArn":"x","Message":"\ud800"}""", "text_encoding")]
    public void Body_BrokenEnvelope_IsAnError(string body, string expected)
    {
        Assert.Equal(expected, new PayloadRun(Auto).Body(body));
        Assert.Equal(expected, new PayloadRun("payload: { decode: [{ unwrap: sns }, json] }").Body(body));
    }

    [Theory]
    [InlineData(
        """
        {"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-03-01T12:00:00.000Z",
         "Bucket":"b","RequestId":"r","HostId":"h"}
        """,
        "s3_test_event")]
    [InlineData("""["software.amazon.payloadoffloading.PayloadS3Pointer",{"s3BucketName":"b","s3Key":"k"}]""", "s3_pointer")]
    [InlineData(""" ["com.amazon.sqs.javamessaging.MessageS3Pointer", {"s3BucketName":"b","s3Key":"k"}] """, "s3_pointer")]
    public void Body_MessageInThePlaceOfAPayload_IsReportedByName(string body, string expected)
    {
        Assert.Equal(expected, new PayloadRun("").Body(body));
        Assert.Equal(expected, new PayloadRun("payload: { decode: [base64, gzip, ndjson] }").Body(body));
        Assert.Equal(expected, new PayloadRun(Auto).Body(Sns(body)));
    }

    [Theory]
    [InlineData("""{"log":{"Service":"Amazon S3","Event":"s3:TestEvent"}}""")]
    [InlineData("""{"Service":"Amazon S3","Event":"s3:ObjectCreated:Put","x":"s3:TestEvent"}""")]
    [InlineData("""["com.example.PayloadS3Pointer",{}]""")]
    [InlineData("""["software.amazon.payloadoffloading.PayloadS3Pointe\ud800",{"a":"S3Pointer"}]""")]
    [InlineData("""["software.amazon.payloadoffloading.PayloadS3Pointer","x"]""")]
    public void Body_LikeSuchAMessage_IsAPayload(string body) => Assert.Equal(body, new PayloadRun("").Body(body));

    private static string Sns(string message) => JsonSerializer.Serialize(new
    {
        Type = "Notification",
        MessageId = "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
        TopicArn = "arn:aws:sns:eu-central-1:111122223333:orders",
        Message = message,
        MessageAttributes = new { kind = new { Type = "String", Value = "order" } },
    });
}
