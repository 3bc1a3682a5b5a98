using System.Text;
using System.Text.Json;
using SqsIngestor.Mapping.Language.Explain;

namespace SqsIngestor.Mapping.Tests.Language.Explain;

/// <summary>What the commands say of a message that has no row.</summary>
public class NoRowTests
{
    private const string Explode = "explode: { path: '$.body.lines[*]', as: line, max_rows: 9, absent: skip }\n";

    [Theory]
    [InlineData("unrouted: drop\nwhen: body.a == 'x'", """{"a":"y"}""", "`when` is false")]
    [InlineData("when: body.a == 'x'", """{"a":"y"}""", "`when` is false")]
    [InlineData("unrouted: drop\non_filter_error: 'false'\nwhen: body.a.b == 'x'", """{"a":{}}""",
        "`when` fails (no_such_field, the message has no value at this path), and on_filter_error is false")]
    [InlineData(Explode, """{"lines":[]}""", "`explode` finds no element at /body/lines, and empty is skip")]
    [InlineData(Explode, """{"lines":null}""", "`explode` finds null at /body/lines, and absent is skip")]
    [InlineData(Explode, "{}", "`explode` finds nothing at /body/lines, and absent is skip")]
    [InlineData(Explode, """{"lines":[{},{}],"t":1}""", "column 'number' skips the row: missing at /body/n")]
    [InlineData("", """{"n":"secret"}""",
        "column 'number' skips the row: number_syntax at /body/n, found text of 6 characters, wanted a number")]
    public void Run_MessageWithoutRow_SaysWhy(string table, string body, string expected)
    {
        var message = Run(table, body);

        Assert.Equal([new NoRowReason("main.raw.test", expected)], message.WithoutRow.Take(1));
        Assert.Empty(message.Rows);
    }

    [Theory]
    [InlineData("", """{"n":1}""")]
    [InlineData(Explode, """{"n":1,"lines":[{}]}""")]
    public void Run_MessageWithARow_SaysNothing(string table, string body) => Assert.Empty(Run(table, body).WithoutRow);

    [Fact]
    public void Run_RowsThatAreSkippedAmongOthers_EachHaveAReason()
    {
        var message = Run(Explode, """{"lines":[{"n":1},{},{"n":"x"},{}]}""", "$.line.n");

        Assert.Single(message.Rows);
        Assert.Empty(message.WithoutRow);
        Assert.Equal(
            [
                "column 'number' skips the row: missing at /body/lines/1/n",
                "column 'number' skips the row: number_syntax at /body/lines/2/n, found text of 1 character, wanted a number",
                "column 'number' skips the row: missing at /body/lines/3/n",
            ],
            message.SkippedRows.Select(reason => reason.Text));
    }

    private static InspectedMessage Run(string table, string body, string path = "$.body.n")
    {
        var columns = $"columns:\n  number: {{ from: {path}, on_missing: skip_row, on_error: skip_row }}";
        var plan = SilentRig.Plan($"{table}\n{columns}");
        var payload = Encoding.UTF8.GetBytes(
            $$"""{"Records":[{"messageId":"m","eventSource":"aws:sqs","body":{{JsonSerializer.Serialize(body)}}}]}""");
        var traced = EventTracer.Run(plan, payload, DateTimeOffset.UnixEpoch)[0].Message;
        var inspected = EventInspector.Run(plan, payload, DateTimeOffset.UnixEpoch)[0];
        Assert.Equal(inspected.WithoutRow, traced.WithoutRow);
        Assert.Equal(inspected.SkippedRows, traced.SkippedRows);
        return inspected;
    }
}
