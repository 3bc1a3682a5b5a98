using System.Text;
using System.Text.Json;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Language.Payloads.Steps;

/// <summary>CloudEvents, in structured and in binary mode.</summary>
public class CloudEventsTests
{
    private const string Yaml = "payload: { decode: [{ unwrap: cloudevents }, json] }";
    private const string Start = """{"specversion":"1.0","id":"7","source":"/shop","type":"order" """;

    [Theory]
    [InlineData(""","data":{"a":1}""", """{"a":1}""")]
    [InlineData(""","data":[1,2],"datacontenttype":"application/json; charset=utf-8" """, "[1,2]")]
    [InlineData(""","data":1.50""", "1.50")]
    [InlineData(""","data":true""", "true")]
    [InlineData(""","data":null""", "null")]
    [InlineData("", "null")]
    [InlineData(""","data":" {\"a\":1}","datacontenttype":"Application\/JSON" """, """{"a":1}""")]
    [InlineData(""","data":"[1]","datacontenttype":"application/vnd.x+json;v=1" """, "[1]")]
    [InlineData(""","data":"te\u0078t" """, "te\\u0078t")]
    [InlineData(""","data":"7","datacontenttype":"text/plain" """, "7")]
    [InlineData(""","data_base64":"eyJhIjoxfQ==","datacontenttype":"image/png" """, """{"a":1}""")]
    [InlineData(""","data_base64":"W1wiXC9cIl0","data":1""", "body_syntax")]
    [InlineData(""","data_base64":"Wy\/!" """, "base64")]
    [InlineData(""","data_base64":"\ud800" """, "text_encoding")]
    [InlineData(""","data":"\ud800" """, "text_encoding")]
    public void Body_Structured_IsTheData(string more, string expected)
    {
        var run = new PayloadRun(Yaml, "cloudevents", "source");

        Assert.Equal(expected, run.Body(Start + more + "}"));
        if (run.Payload.Fault is null) Assert.Equal("/shop", run.Envelope("cloudevents"));
    }

    [Fact]
    public void Body_BytesOfAnotherFormat_AreReadByTheNextSteps() =>
        Assert.Equal(
            """{"a":1}""",
            new PayloadRun("payload: { decode: [{ unwrap: cloudevents }, gzip, json] }").Body(
                Start + $",\"data_base64\":\"{Compressed.Base64("gzip", """{"a":1}""")}\"}}"));

    [Theory]
    [InlineData("""{"specversion":"0.3","id":"7","source":"/","type":"t","data":{}}""")]
    [InlineData("""{"specversion":1.0,"id":"7","source":"/","type":"t","data":{}}""")]
    [InlineData("""{"specversion":"1.0","source":"/","type":"t","data":{}}""")]
    [InlineData("""{"a":1}""")]
    public void Body_OfAnotherShape_StaysAsItIsOnlyWhenAuto(string body)
    {
        Assert.Equal("envelope_shape", new PayloadRun(Yaml).Body(body));
        Assert.Equal(
            body, new PayloadRun("payload: { decode: [{ unwrap: cloudevents, when: auto }, json] }").Body(body));
    }

    [Theory]
    [InlineData("ce-")]
    [InlineData("ce_")]
    public void Encode_BinaryMode_HasTheAttributesAndTheBody(string prefix) =>
        Assert.Equal(
            "v|/shop|application/json|gold",
            Encode("""{"a":"v"}""", Attributes(prefix, "dataType", "stringValue"), "{ unwrap: cloudevents }"));

    [Fact]
    public void Encode_BinaryModeInSns_HasTheAttributesInside()
    {
        var notification = JsonSerializer.Serialize(new
        {
            Type = "Notification",
            TopicArn = "t",
            Message = """{"a":"v"}""",
            MessageAttributes = JsonDocument.Parse(Attributes("ce_", "Type", "Value")).RootElement,
        });

        Assert.Equal(
            "v|/shop|application/json|gold", Encode(notification, "{}", "{ unwrap: sns }, { unwrap: cloudevents }"));
        Assert.Equal(
            "v|/own|application/json|gold",
            Encode(
                notification, """{"ce-source":{"dataType":"String","stringValue":"/own"}}""",
                "{ unwrap: sns }, { unwrap: cloudevents }"));
    }

    [Fact]
    public void Encode_StructuredMode_HasTheAttributesAndTheData() =>
        Assert.Equal(
            "v|/shop|application/json|gold",
            Encode(
                Start + ""","datacontenttype":"application/json","tier":"gold","data":{"a":"v"}}""",
                """{"ce-id":{"dataType":"String","stringValue":"another"}}""", "{ unwrap: cloudevents }"));

    /// <summary>An event need not have data; the values of the paths are missing. Another null is an error.</summary>
    [Theory]
    [InlineData(Start + "}", "{ unwrap: cloudevents }", "|/shop||")]
    [InlineData(Start + ",\"data\":null}", "{ unwrap: cloudevents, when: auto }", "|/shop||")]
    [InlineData("null", "{ unwrap: cloudevents, when: auto }", "wrong_type")]
    [InlineData(Start + ",\"data\":1}", "{ unwrap: cloudevents }", "wrong_type")]
    public void Encode_NoData_HasTheAttributes(string body, string steps, string expected) =>
        Assert.Equal(expected, Encode(body, "{}", steps));

    [Theory]
    [InlineData("""{"ce-specversion":{"stringValue":"1.0"},"ce-id":{"stringValue":"1"}}""")]
    [InlineData("""{"ce-specversion":"1.0"}""")]
    [InlineData("""{"ce-specversion":{"stringValue":1}}""")]
    [InlineData("{}")]
    public void Encode_IncompleteAttributes_AreNoEvent(string attributes) =>
        Assert.Equal("envelope_shape", Encode("{}", attributes, "{ unwrap: cloudevents }"));

    private static string Attributes(string prefix, string type, string value)
    {
        var all = new (string Name, string Value)[]
        {
            (prefix + "specversion", "1.0"), (prefix + "id", "7"), (prefix + "source", "/shop"), (prefix + "type", "order"),
            (prefix + "tier", "gold"), ("content-type", "application/json"), ("other", "x"),
        };
        return JsonSerializer.Serialize(all.ToDictionary(
            one => one.Name, one => new Dictionary<string, string> { [type] = "String", [value] = one.Value }));
    }

    /// <summary>Some values of the row, or the code of the error.</summary>
    private static string Encode(string body, string attributes, string steps)
    {
        var record =
            $"{{\"messageId\":\"m\",\"body\":{JsonSerializer.Serialize(body)},\"messageAttributes\":{attributes},"
            + "\"eventSource\":\"aws:sqs\",\"eventSourceARN\":\"arn:aws:sqs:us-east-2:123456789012:q\"}";
        var (rows, error) = TestEncoding.Event(Plan(steps), Encoding.UTF8.GetBytes($$"""{"Records":[{{record}}]}""")).Single();
        if (error is not null) return error.Code.ToText();
        var row = table_sqs_messages.Parser.ParseFrom(Assert.Single(rows));
        return $"{row.MessageId}|{row.QueueArn}|{row.AwsRegion}|{row.Body}";
    }

    private static MappingPlan Plan(string steps)
    {
        string[] mapped = ["message_id", "queue_arn", "aws_region", "body"];
        var fields = table_sqs_messages.Descriptor.Fields.InDeclarationOrder().Select(f => f.Name).Except(mapped);
        var yaml = $"""
            version: 1
            descriptor: sqs_messages.binpb
            payload: {"{"} decode: [{steps}, json] {"}"}
            columns:
              message_id: $.body.a
              queue_arn: $.envelope.cloudevents.source
              aws_region: $.envelope.cloudevents.datacontenttype
              body: $.envelope.cloudevents.tier
            ignore: [{string.Join(", ", fields)}]
            """;
        return TestPlans.Plan(yaml, RepositoryFiles.Read("descriptors", "sqs_messages.binpb"));
    }
}
