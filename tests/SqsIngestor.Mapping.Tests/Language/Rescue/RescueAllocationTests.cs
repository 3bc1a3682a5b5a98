using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Tests.Records;

namespace SqsIngestor.Mapping.Tests.Language.Rescue;

/// <summary>Lists of paths, <c>concat</c> and rescued columns allocate nothing per record.</summary>
public sealed class RescueAllocationTests
{
    private const string List = "text: { from: [$.body.x, $.body.y] }";
    private const string Concat = "text: { concat: [$.body.x, $.body.y] }";

    [Theory]
    [InlineData(List, "{}")]
    [InlineData(List, """{"y":"v"}""")]
    [InlineData(List, """{"x":null}""")]
    [InlineData(Concat, "{}")]
    [InlineData(Concat, """{"x":"v","y":"w"}""")]
    [InlineData("text: { from: [$.body.x, $.body.y], on_error: rescue, on_null: rescue }", """{"x":null,"z":{}}""", true)]
    [InlineData("number: { from: [$.body.x, $.body.y], on_error: rescue }", """{"y":"v"}""", true)]
    [InlineData("parts: { each: $.body.x, fields: { y: { from: $.item.y, on_error: rescue } } }", """{"x":[{"y":"v"}]}""", true)]
    [InlineData("part: { from: $.body.x, on_error: rescue }", """{"x":{"y":"v"}}""", true)]
    public void Encode_ListsOfPathsAndRescuedValues_AllocateNothing(string column, string body, bool rescuesOnly = false)
    {
        if (!rescuesOnly) AssertAllocatesNothing($"columns:\n  {column}", body);
        foreach (var scope in new[] { "body", "all" })
            AssertAllocatesNothing($"columns:\n  {column}\n  rest: {{ rescued: {{ scope: {scope} }} }}", body);
    }

    [Fact]
    public void Encode_PayloadWithoutStructure_AllocatesNothing()
    {
        foreach (var decode in new[] { "text", "base64" })
        {
            AssertAllocatesNothing(
                $"payload: {{ decode: {decode} }}\n"
                + "columns:\n  text: $.message.messageId\n  rest: { rescued: { scope: body } }",
                "QUJD");
        }
    }

    private static void AssertAllocatesNothing(string mapping, string body)
    {
        var plan = SilentRig.Plan(mapping);
        var payload = RecordErrorCases.Event(body);
        var (encoder, message) = (plan.CreateEncoder(), plan.CreateMessage());
        Assert.True(new SqsEventReader(payload, payload.Length).Read(message));
        Assert.Equal(EncodeOutcome.Rows, encoder.Encode(message, TestEncoding.Invocation));

        Assert.Equal(0, Allocations.LeastOf(() => encoder.Encode(message, TestEncoding.Invocation)));
    }
}
