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
}
