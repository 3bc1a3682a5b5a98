namespace SqsIngestor.EndToEnd.Tests.Batches;

/// <summary>FIFO queues: after a failure nothing more of its group is sent, and the other groups go on.</summary>
public class FifoTests
{
    // Half a surrogate pair, as JSON can carry it and no string column can.
    private const string Bad = "\"\\ud800\"";

    [Fact]
    public async Task MessageFails_LaterOnesOfItsGroupAreReportedAndNotSent()
    {
        await using var deployment = await Deployment.StartAsync();
        var batch = Events.Fifo(
            ("a1", "a", "\"1\""), ("a2", "a", Bad), ("b1", "b", "\"1\""), ("a3", "a", "\"3\""), ("b2", "b", "\"2\""),
            ("a4", "a", "\"4\""));

        var failed = Events.FailedIds(await deployment.InvokeAsync(batch));

        Assert.Equal(["a2", "a3", "a4"], failed);
        Assert.Equal(["a1", "b1", "b2"], Ids(deployment));
        Assert.Equal(3, deployment.Databricks.Statistics.RecordsReceived);
        Assert.Contains(
            "Message a3 (receive count 1) is returned to the queue unsent", deployment.FunctionOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServiceRefusesARow_LaterOnesOfItsGroupAreReportedAndNotSent()
    {
        // The table has a narrower type than the descriptor can say: only the service knows that the number does not fit.
        await using var deployment = await Deployment.StartAsync(NarrowTable.Options());
        var batch = Events.Fifo(("a1", "a", "\"1\""), ("a2", "a", "\"40000\""), ("a3", "a", "\"3\""), ("b1", "b", "\"1\""));

        var failed = Events.FailedIds(await deployment.InvokeAsync(batch));

        Assert.Equal(["a2", "a3"], failed);
        Assert.Equal(["a1", "b1"], deployment.Query("SELECT id FROM $table ORDER BY id").Rows.Select(r => (string)r[0]!));
        Assert.Contains(
            "Message a2 (receive count 1) is returned to the queue: its row in main.raw.narrow is not durable (RecordRefused)",
            deployment.FunctionOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StandardQueueWithGroups_FailsOneByOne()
    {
        await using var deployment = await Deployment.StartAsync();
        var standard =
            System.Text.Encoding.UTF8.GetString(Events.Fifo(("a1", "a", "\"1\""), ("a2", "a", Bad), ("a3", "a", "\"3\"")))
            .Replace(".fifo", "", StringComparison.Ordinal);

        var failed = Events.FailedIds(await deployment.InvokeAsync(System.Text.Encoding.UTF8.GetBytes(standard)));

        Assert.Equal(["a2"], failed);
        Assert.Equal(["a1", "a3"], Ids(deployment));
    }

    [Fact]
    public async Task GroupsComeBack_InOrderAndWithoutDoubles()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.InvokeAsync(Events.Fifo(("a1", "a", "\"1\""), ("a2", "a", Bad), ("a3", "a", "\"3\"")));

        // SQS gives the group again, a1 included when its deletion came too late.
        var failed = Events.FailedIds(
            await deployment.InvokeAsync(Events.Fifo(("a1", "a", "\"1\""), ("a2", "a", "\"2\""), ("a3", "a", "\"3\""))));

        Assert.Empty(failed);
        Assert.Equal(
            ["a1", "a2", "a3"],
            deployment.Query("SELECT message_id FROM $table ORDER BY ingested_at, rowid").Rows.Select(r => (string)r[0]!));
    }

    private static IEnumerable<string> Ids(Deployment deployment) =>
        deployment.Query("SELECT message_id FROM $table ORDER BY message_id").Rows.Select(r => (string)r[0]!);
}
