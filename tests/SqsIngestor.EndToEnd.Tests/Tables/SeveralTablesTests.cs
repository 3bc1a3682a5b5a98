using System.Text.Json;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests.Tables;

/// <summary>
/// One message feeds several tables, and what fits none goes to quarantine: the orders example, into real tables.
/// </summary>
public class SeveralTablesTests
{
    [Fact]
    public async Task Invoke_Order_LandsItsLinesAndItsEvent()
    {
        await using var deployment = await StartAsync("");

        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Sample("orders", prefix: ""))));

        var lines = deployment.Query(
            "SELECT row_key, order_id, status, placed_at, placed_date, total, customer.email, tags, is_gift FROM " +
            "main.sales.orders ORDER BY row_key").Rows;
        Assert.Equal(2, lines.Count);
        Assert.Equal("9007199254740993", lines[0][1]);
        Assert.Equal("NEW", lines[0][2]);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 11, 0, 0, TimeSpan.Zero).AddMicroseconds(123456), lines[0][3]);
        Assert.Equal(new DateOnly(2026, 3, 1), lines[0][4]);
        Assert.Equal(12.30m, lines[0][5]);
        Assert.Equal("a@b.com", lines[0][6]);
        Assert.Equal(["a", "ü", "😀"], Assert.IsType<object?[]>(lines[0][7]));
        Assert.Equal([false, true], lines.Select(l => l[8]));
        Assert.Equal("order.created", deployment.Query("SELECT type FROM main.sales.order_events").Scalar);
    }

    [Fact]
    public async Task Invoke_MessageThatCannotBecomeARow_IsQuarantinedAndAcknowledged()
    {
        await using var deployment = await StartAsync("on_record_error: quarantine\n");
        const string Body = """{"type":"order.created","order":{"id":"1","total":"1.005","lines":[{"sku":"a"}]}}""";

        Assert.Empty(
            Events.FailedIds(
                await deployment.InvokeAsync(
                    Events.Of(("bad", Body), ("good", Body.Replace("1.005", "1.00", StringComparison.Ordinal))))));

        var row = deployment.Query(
            "SELECT message_id, table_name, code, column_name, pointer, body, body_truncated FROM main.ops.quarantine").Rows
            .Single();
        Assert.Equal(["bad", "main.sales.orders", "decimal_scale", "total", "/body/order/total", Body, false], row);
        Assert.Equal("good:0", deployment.Query("SELECT row_key FROM main.sales.orders").Scalar);
    }

    [Fact]
    public async Task Invoke_MessageThatNoTableTakes_ComesBackAndLeavesNoRow()
    {
        await using var deployment = await StartAsync("");

        var failed = Events.FailedIds(
            await deployment.InvokeAsync(Events.Of(("invoice", JsonSerializer.Serialize(new { type = "invoice.created" })))));

        Assert.Equal(["invoice"], failed);
        Assert.Equal(0L, deployment.Query("SELECT count(*) FROM main.sales.order_events").Scalar);
        Assert.Contains(
            "Message invoice (receive count 1) cannot become a row: unrouted.", deployment.FunctionOutput,
            StringComparison.Ordinal);
    }

    private static async Task<Deployment> StartAsync(string options)
    {
        using var mapping = new TemporaryFile(
            options + await File.ReadAllTextAsync(RepositoryFiles.PathOf("mappings", "orders.yaml")));
        var sql = await File.ReadAllTextAsync(RepositoryFiles.PathOf("descriptors", "orders.sql"));
        var quarantine = (
            await File.ReadAllTextAsync(
                RepositoryFiles.PathOf(
                    "descriptors",
                    "quarantine.sql"))).Replace("TABLE quarantine", "TABLE main.ops.quarantine", StringComparison.Ordinal);
        return await Deployment.StartAsync(new DeploymentOptions
        {
            MappingFile = mapping.Path,
            Sql = sql + quarantine,
            Environment = new Dictionary<string, string?> { ["TABLE_NAME"] = null },
        });
    }
}
