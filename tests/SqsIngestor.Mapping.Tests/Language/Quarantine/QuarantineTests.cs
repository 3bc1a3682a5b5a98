using SqsIngestor.Mapping.Diagnostics;
using static SqsIngestor.Mapping.Tests.Language.LanguageRig;

namespace SqsIngestor.Mapping.Tests.Language.Quarantine;

/// <summary><c>quarantine</c>: messages that cannot become rows.</summary>
public class QuarantineTests
{
    [Fact]
    public void Quarantine_MessageThatFails_BecomesOneRowOfTheQuarantineTable()
    {
        var plan = Plan(
            "on_record_error: quarantine\nunrouted: drop\nquarantine: { table: main.ops.quarantine, max_body: 40 }\n"
            + Tables.RoutingTests.Several);
        var body = """{"type":"order.created","id":"ü","n":"x€€€€€€€"}""";

        var (rows, error) = TestEncoding.Body(plan, body);

        Assert.Equal("number_syntax", error?.Code.ToText());
        var row = Protos.Quarantine.Parser.ParseFrom(Assert.Single(rows));
        Assert.Equal(
            ("m", "main.a.events", "number_syntax", "number", "/body/n"),
            (row.MessageId, row.TableName, row.Code, row.ColumnName, row.Pointer));
        Assert.True(row.BodyTruncated && row.Body.Length > 30 && body.StartsWith(row.Body, StringComparison.Ordinal));
        Assert.Equal("main.ops.quarantine", plan.Targets[^1].Name);
    }

    [Theory]
    [InlineData("", "{", "body_syntax")]
    [InlineData("payload: { limits: { max_bytes: 1 } }", "{}", "body_size")]
    [InlineData("payload: { decode: [base64, gzip, json] }", "AAAA", "compression")]
    [InlineData("payload: { decode: [{ unwrap: sns }, json] }", "{}", "envelope_shape")]
    [InlineData("", """{"type":"other"}""", "unrouted")]
    [InlineData("", "[]", "filter")]
    public void Quarantine_AnyFailure_IsTakenUnlessTheFileSaysOtherwise(string payload, string body, string code)
    {
        string Outcome(string more)
        {
            var plan = Plan(
                $"on_record_error: quarantine\nquarantine: {{ table: main.ops.quarantine }}\n{more}\nmatch: first\ntables:\n"
                + "  - table: main.a.events\n    message: tests.language.Row\n    when: body.type == 'x'\n"
                + "    columns: { number: $.body.n }\n    ignore: [rest, text, flag, nested, tag_list]\n");
            var (rows, error) = TestEncoding.Body(plan, body);
            return rows.Length == 1 && Protos.Quarantine.Parser.ParseFrom(rows[0]).Code == error!.Code.ToText()
                ? error.Code.ToText()
                : "not in quarantine";
        }

        Assert.Equal(code, Outcome(payload));
        if (code is "body_syntax") Assert.Equal("not in quarantine", Outcome("payload: { on_error: fail }"));
        if (code is "unrouted") Assert.Equal("not in quarantine", Outcome("unrouted: fail"));
    }
}
