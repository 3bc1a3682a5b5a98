using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Records.Sources;

/// <summary>Attributes of a message that a notification of SNS has inside.</summary>
public class WrappedAttributeTests
{
    private const string Notification = """
        {"Type":"Notification","TopicArn":"t","Message":"{\"a\":1}","MessageAttributes":{
         "kind":{"Type":"String","Value":"order"},"tenant":{"Type":"String","Value":"inside"},
         "weight":{"Type":"Number","Value":"12.50"},"bytes":{"Type":"Binary","Value":"SGVsbG8="},
         "broken":{"Type":"Binary","Value":"!"},"odd":"text"}}
        """;

    [Theory]
    [InlineData("$.attr.kind", "order")]
    [InlineData("$.attr.weight", "12.50")]
    [InlineData("{ from: $.attr.bytes, transform: hex_encode }", "48656c6c6f")]
    // The message in the queue has the attribute tenant too.
    [InlineData("$.attr.tenant", "x")]
    [InlineData("$.attr.count", "5")]
    [InlineData("{ expr: \"attr.kind + attr.tenant + string(attr.weight > 12.0)\" }", "orderxtrue")]
    [InlineData("{ from: $.attr.odd, default: d }", "d")]
    [InlineData("{ from: $.attr.none, default: d }", "d")]
    public void Read_InsideANotification_IsTheAttribute(string source, string expected) =>
        Assert.Equal(expected, Encode("{ unwrap: sns }", source));

    [Theory]
    [InlineData("{ from: $.attr.broken }", "base64 at /envelope/sns/MessageAttributes/broken")]
    [InlineData("{ from: $.attr.none, on_missing: fail }", "missing at /message/messageAttributes/none")]
    public void Read_Wrong_IsAnErrorAtItsPlace(string source, string expected) =>
        Assert.Equal(expected, Encode("{ unwrap: sns }", source));

    [Theory]
    [InlineData("{ unwrap: sns, when: auto }", "{\"a\":1}")]
    [InlineData("{ unwrap: eventbridge, when: auto }", Notification)]
    public void Read_WithoutAnUnwrappedNotification_IsTheAttributeOfTheMessage(string step, string body)
    {
        Assert.Equal("x", Encode(step, "$.attr.tenant", body));
        Assert.Equal("d", Encode(step, "{ from: $.attr.kind, default: d }", body));
    }

    /// <summary>The column's value, or the error.</summary>
    private static string Encode(string step, string source, string body = Notification)
    {
        var (rows, error) = TestEncoding.Body(Plan(step, source), body);
        return error is not null
            ? $"{error.Code.ToText()} at {error.Pointer}"
            : table_sqs_messages.Parser.ParseFrom(Assert.Single(rows)).AwsRegion;
    }

    private static MappingPlan Plan(string step, string source)
    {
        var fields = table_sqs_messages.Descriptor.Fields.InDeclarationOrder().Select(f => f.Name)
            .Except(["aws_region", "message_id"]);
        var yaml = $"""
            version: 1
            descriptor: sqs_messages.binpb
            payload: {"{"} decode: [{step}, json] {"}"}
            columns:
              message_id: $.message.messageId
              aws_region: {source}
            ignore: [{string.Join(", ", fields)}]
            """;
        return TestPlans.Plan(yaml, RepositoryFiles.Read("descriptors", "sqs_messages.binpb"));
    }
}
