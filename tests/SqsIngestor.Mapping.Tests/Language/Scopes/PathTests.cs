using SqsIngestor.Mapping.Tests.Protos;
using static SqsIngestor.Mapping.Tests.Language.LanguageRig;

namespace SqsIngestor.Mapping.Tests.Language.Scopes;

/// <summary>Paths outside the body: <c>$.meta</c> and <c>$.attr</c>.</summary>
public class PathTests
{
    [Fact]
    public void Meta_TextsOfTheInvocation_AreThoseOfEachInvocation()
    {
        var plan =
            PlanOf("columns: { text: { concat: [$.meta.requestId, \"/\", $.meta.functionName, \"/\", $.meta.batchSize] } }");
        var (encoder, message) = (plan.CreateEncoder(), plan.CreateMessage());
        var payload = """{"Records":[{"messageId":"m","eventSource":"aws:sqs"}]}"""u8.ToArray();
        var first = TestEncoding.Invocation with { RequestId = "r1", FunctionName = "f", BatchSize = 1 };

        Assert.True(plan.UsesBatchSize);
        foreach (var invocation in new[] { first, first with { RequestId = "r2" } })
        {
            Assert.True(new SqsIngestor.Mapping.Events.SqsEventReader(payload, payload.Length).Read(message));
            encoder.Encode(message, invocation);
            Assert.Equal($"{invocation.RequestId}/f/1", Row.Parser.ParseFrom(encoder.Bytes(encoder.Rows[0]).Span).Text);
        }
    }

    [Theory]
    [InlineData("-_8", "+/8=")]
    [InlineData("+\\/8=", "+/8=")]
    public void Attribute_BinaryInEveryFormOfBase64_GivesItsBytes(string base64, string expected)
    {
        var plan = PlanOf("columns: { text: { from: $.attr.bin, transform: [base64_encode] } }");
        var payload = System.Text.Encoding.UTF8.GetBytes(
            $$$"""{"Records":[{"messageId":"m","eventSource":"aws:sqs","messageAttributes":""" +
                $$$"""{"bin":{"binaryValue":"{{{base64}}}","dataType":"Binary"} } }]}""");

        var (rows, error) = TestEncoding.Event(plan, payload).Single();

        Assert.Null(error);
        Assert.Equal(expected, Row.Parser.ParseFrom(Assert.Single(rows)).Text);
    }
}
