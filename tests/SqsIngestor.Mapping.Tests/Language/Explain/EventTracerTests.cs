using System.Text;
using System.Text.Json;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Explain;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Language.Explain;

/// <summary>What the trace says about a column: source, raw value, value, bytes, and the policy that applied.</summary>
public class EventTracerTests
{
    private static readonly string[] Columns = [
        "message_id", "receipt_handle", "body", "md5_of_body", "md5_of_message_attributes", "attributes", "message_attributes",
        "queue_arn", "aws_region", "ingested_at", "ingested_date"];

    [Fact]
    public void Run_ValueThatIsCoerced_TellsRawValueAndBytes()
    {
        var column = Trace("ingested_date: { from: $.body.n, on_missing: fail }", """{"n":"7"}""");

        Assert.Equal(
            ("$.body.n", "/body/n", "\"7\"", "7", null), (column.Source, column.Place, column.Raw, column.Value, column.Policy));
        Assert.Equal([0x58, 7], column.Bytes.ToArray());
    }

    [Fact]
    public void Run_Transform_TellsTheValueBeforeAndAfterIt()
    {
        var column = Trace("body: { from: $.body.x, transform: [trim, upper] }", """{"x":" eur "}""");

        Assert.Equal(("\" eur \"", "\"EUR\""), (column.Raw, column.Value));
    }

    [Theory]
    [InlineData("body: $.body.x", "{}", "on_missing: to_null (missing: there is no value)")]
    [InlineData("body: $.body.x", """{"x":null}""", "on_null: to_null (null: the value is null)")]
    [InlineData("body: { from: $.body.x, default: none }", "{}", "on_missing: default (missing: there is no value)")]
    [InlineData("body: { from: $.body.x, on_missing: fail }", "{}", "on_missing: fail (missing: there is no value)")]
    [InlineData(
        "body: { from: $.body.x, on_error: to_null }", """{"x":{}}""",
        "on_error: to_null (wrong_type: found an object, wanted text, a number or a bool)")]
    [InlineData(
        "body: { from: $.body.x, on_error: skip_row }", """{"x":[]}""",
        "on_error: skip_row (wrong_type: found an array, wanted text, a number or a bool)")]
    [InlineData(
        "body: $.body.x", """{"x":{}}""",
        "on_error: fail (wrong_type: found an object, wanted text, a number or a bool)")]
    public void Run_ValueThatIsNotUsable_TellsThePolicyAndWhy(string mapping, string body, string policy) =>
        Assert.Equal(policy, Trace(mapping, body).Policy);

    [Theory]
    [InlineData("attributes: { from: $.body.x, null_items: drop }", """{"x":{"k":"v","l":null}}""",
        "null_items: drop (null_item at /1)")]
    [InlineData("attributes: { entries: $.body.x, value: $.value, null_items: default }", """{"x":{"k":"v","l":null}}""",
        "null_items: default (null_item at /1)")]
    public void Run_ElementWithoutAValue_TellsWhatNullItemsDoes(string mapping, string body, string policy) =>
        Assert.Equal(policy, Trace(mapping, body).Policy);

    [Fact]
    public void Run_Struct_HoldsItsFields()
    {
        var column = Trace("message_attributes: { entries: $.body.m, fields: { string_value: $.value } }", """{"m":{"k":"v"}}""");

        Assert.Equal("""{"k":{"string_value":"v"}}""", column.Value);
        Assert.Equal(["message_attributes.key", "message_attributes.value"], column.Inner.Select(i => i.Name));
        var field = Assert.Single(column.Inner[1].Inner);
        Assert.Equal(("message_attributes.value.string_value", "\"v\"", "/body/m/0"), (field.Name, field.Value, field.Place));
    }

    [Fact]
    public void Run_EveryExampleEvent_EncodesTheSameBytesAsWithoutTracing()
    {
        var clock = DateTimeOffset.UnixEpoch;
        foreach (var sample in Directory.GetFiles(RepositoryFiles.PathOf("mappings", "samples"), "sqs-event-*.json"))
        {
            var expected = EventInspector.Run(TestPlans.Example("sqs_messages"), File.ReadAllBytes(sample), clock);
            var traced = EventTracer.Run(TestPlans.Example("sqs_messages"), File.ReadAllBytes(sample), clock);

            Assert.Equal(
                expected.SelectMany(m => m.Rows).Select(r => Convert.ToHexString(r.Record.Span)),
                traced.SelectMany(t => t.Message.Rows).Select(r => Convert.ToHexString(r.Record.Span)));
            Assert.Equal(expected.Select(m => m.Error), traced.Select(t => t.Message.Error));
            Assert.All(
                traced.Where(t => t.Message.Outcome == EncodeOutcome.Rows),
                t => Assert.Equal(t.Message.Rows[0].Record.Length, t.Columns.Sum(c => c.Column.Bytes.Length)));
        }
    }

    private static ColumnTrace Trace(string column, string body)
    {
        var name = column.Split(':')[0];
        var yaml =
            $"version: 1\ndescriptor: x\ncolumns:\n  {column}\nignore: [{string.Join(", ", Columns.Where(c => c != name))}]\n";
        var plan = TestPlans.Plan(yaml, RepositoryFiles.Read("descriptors", "sqs_messages.binpb"));
        var payload = Encoding.UTF8.GetBytes(
            $$"""{"Records":[{"messageId":"m","body":{{JsonSerializer.Serialize(body)}},"eventSource":"aws:sqs"}]}""");
        return Assert.Single(Assert.Single(EventTracer.Run(plan, payload, DateTimeOffset.UnixEpoch)).Columns).Column;
    }
}
