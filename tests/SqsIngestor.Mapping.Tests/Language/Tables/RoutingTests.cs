using SqsIngestor.Mapping.Tests.Protos;
using static SqsIngestor.Mapping.Tests.Language.LanguageRig;

namespace SqsIngestor.Mapping.Tests.Language.Tables;

/// <summary>The tables that take a message: all that match, or the first.</summary>
public class RoutingTests
{
    internal const string Several = """
        tables:
          - table: main.a.orders
            message: tests.language.Row
            when: body.type == 'order.created'
            columns: { text: { concat: ["order ", $.body.id] } }
            ignore: [number, flag, nested, tag_list, rest]
          - table: main.a.events
            message: tests.language.Row
            columns: { text: $.body.type, number: $.body.n }
            ignore: [flag, nested, tag_list, rest]

        """;

    [Fact]
    public void Tables_SeveralThatMatch_AllGetTheirRows()
    {
        var plan = Plan(Several);
        var (rows, error) = TestEncoding.Body(plan, """{"type":"order.created","id":"1"}""");

        Assert.Null(error);
        Assert.Equal(["main.a.orders", "main.a.events"], plan.Targets.Select(t => t.Name));
        Assert.Equal(["order 1", "order.created"], rows.Select(r => Row.Parser.ParseFrom(r).Text));
    }

    /// <summary>A key of the whole file in one table gets a hint where it belongs.</summary>
    [Theory]
    [InlineData("descriptor: orders.binpb", "one descriptor set, named at the top of the file, has the messages of all tables")]
    [InlineData("payload: { decode: [json] }", "'payload' is for all tables: write it at the top of the file")]
    [InlineData("colums: {}", "did you mean 'columns'?")]
    public void Tables_KeyOfTheFileInATable_SaysWhereItBelongs(string line, string hint)
    {
        const string Columns = "    columns: { text: $.body.type";
        var yaml = "version: 1\ndescriptor: language.binpb\n" + Several.Replace(Columns, $"    {line}\n{Columns}");

        var unknown = Assert.Single(TestPlans.Compile(yaml, []).Diagnostics, static d => d.Code.Id == "MAP101");
        Assert.Contains(hint, unknown.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_MatchFirst_OnlyTheFirstGetsARow()
    {
        var (rows, _) = TestEncoding.Body(Plan("match: first\n" + Several), """{"type":"order.created","id":"1"}""");

        Assert.Equal("order 1", Row.Parser.ParseFrom(Assert.Single(rows)).Text);
    }

    [Fact]
    public void Tables_OneRowFails_NoTableGetsARow()
    {
        var (rows, error) = TestEncoding.Body(Plan(Several), """{"type":"order.created","id":"1","n":"x"}""");

        Assert.Empty(rows);
        Assert.Equal("number_syntax in column 'number' of main.a.events at /body/n", error?.ToString());
    }
}
