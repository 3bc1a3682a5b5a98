using System.Text;
using System.Text.Json;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events.Checksums;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Tests.Language.Payloads;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Records;

/// <summary>Payloads and checksums from the mapping file to rows.</summary>
public class PayloadEncodingTests
{
    [Fact]
    public void Encode_GzippedNdJsonInSns_IsARowPerLineWithItsEnvelope()
    {
        var plan = Plan(
            "payload: { decode: [{ unwrap: sns }, base64, gzip, ndjson] }",
            "message_id: $.body.id\n  queue_arn: $.envelope.sns.TopicArn\n  aws_region: $.body.n");
        var notification = JsonSerializer.Serialize(
            new
            {
                Type = "Notification",
                TopicArn = "topic",
                Message = Compressed.Base64("gzip", "{\"id\":\"a\",\"n\":1}\n\n{\"id\":\"b\"}\n"),
            });

        var (rows, error) = TestEncoding.Body(plan, notification);

        Assert.Null(error);
        Assert.Equal(
            [("a", "topic", "1"), ("b", "topic", "")],
            rows.Select(table_sqs_messages.Parser.ParseFrom).Select(r => (r.MessageId, r.QueueArn, r.AwsRegion)));
    }

    [Fact]
    public void Encode_ALineIsBroken_GivesNoRowOfTheMessage()
    {
        var (rows, error) = TestEncoding.Body(Plan("payload: { decode: ndjson }", "message_id: $.body.id"), "{\"id\":\"a\"}\n{");

        Assert.Empty(rows);
        Assert.Equal("body_syntax", error!.Code.ToText());
    }

    [Fact]
    public void Encode_Raw_IsTheTextBeforeParsing()
    {
        var (rows, _) = TestEncoding.Body(
            Plan("payload: { decode: [base64, text, json] }", "message_id: $.body.id\n  body: $.raw"),
            Convert.ToBase64String(" {\"id\":\"ü\"} "u8));

        var row = table_sqs_messages.Parser.ParseFrom(Assert.Single(rows));
        Assert.Equal((" {\"id\":\"ü\"} ", "ü"), (row.Body, row.MessageId));
    }

    [Theory]
    [InlineData("off", null, MessageWarnings.None)]
    [InlineData("warn", null, MessageWarnings.Md5OfBody)]
    [InlineData("fail", "md5_of_body at /message/body", MessageWarnings.None)]
    public void Encode_WrongSumOfBody_FollowsTheMapping(string policy, string? expected, MessageWarnings warnings)
    {
        var plan =
            Plan($"verify: {{ md5_of_body: {policy}, md5_of_message_attributes: fail }}", "message_id: $.message.messageId");
        const string Message =
            """{"messageId":"m","body":"x","md5OfBody":"e4e68fb7bd0e697a0ae8f1bb342846b3","eventSource":"aws:sqs"}""";
        var payload = Encoding.UTF8.GetBytes($$"""{"Records":[{{Message}}]}""");
        var (encoder, message, reader) = (
            plan.CreateEncoder(), plan.CreateMessage(), new SqsIngestor.Mapping.Events.SqsEventReader(payload, payload.Length));
        Assert.True(reader.Read(message));

        encoder.Encode(message, TestEncoding.Invocation);

        Assert.Equal(
            (expected, warnings, expected is null ? 1 : 0), (encoder.Error?.ToString(), encoder.Warnings, encoder.Rows.Count));
    }

    [Fact]
    public void Compile_WrongVerify_SaysWhatItTakes()
    {
        var compilation = TestPlans.Compile(
            Yaml("verify: { md5_of_body: yes, md5: fail }", "message_id: $.raw.x\n  body: $.envelope.sqs"),
            RepositoryFiles.Read("descriptors", "sqs_messages.binpb"));

        Assert.Equal(["MAP101", "MAP105", "MAP302", "MAP302"], compilation.Diagnostics.Select(d => d.Code.Id).Order());
    }

    private static MappingPlan Plan(string part, string columns) =>
        TestPlans.Plan(Yaml(part, columns), RepositoryFiles.Read("descriptors", "sqs_messages.binpb"));

    private static string Yaml(string part, string columns)
    {
        var mapped = columns.Split('\n').Select(c => c.Trim().Split(':')[0]);
        var fields = table_sqs_messages.Descriptor.Fields.InDeclarationOrder().Select(f => f.Name).Except(mapped);
        return new StringBuilder(
            $"version: 1\ndescriptor: sqs_messages.binpb\n{part}\ncolumns:\n  " +
            $"{columns}\n").Append($"ignore: [{string.Join(", ", fields)}]\n")
            .ToString();
    }
}
