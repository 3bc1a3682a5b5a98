namespace SqsIngestor.EndToEnd.Tests.Batches;

/// <summary>Messages that come again: in the same batch, in a later one, and while their rows are still on their way.</summary>
public class DeduplicationTests
{
    [Fact]
    public async Task SameMessageTwiceInABatch_IsOneRow()
    {
        await using var deployment = await Deployment.StartAsync();

        var failed = Events.FailedIds(await deployment.InvokeAsync(Events.Of(("m1", "x"), ("m2", "y"), ("m1", "x"))));

        Assert.Empty(failed);
        Assert.Equal(2L, deployment.Databricks.Tables.Count(deployment.Table));
        Assert.Equal(1, deployment.Metrics[0].GetProperty("MessagesDeduplicated").GetInt32());
    }

    [Fact]
    public async Task SameFailingMessageTwiceInABatch_IsReportedOnce()
    {
        await using var deployment = await Deployment.StartAsync();
        var bad = """{"messageId":"m1","body":"\ud800","eventSource":"aws:sqs"}""";

        var result =
            await deployment.InvokeAsync(Events.Raw([bad, bad, """{"messageId":"m2","body":"x","eventSource":"aws:sqs"}"""]));

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"m1"}]}""", Events.Response(result));
    }

    [Fact]
    public async Task MessageDeliveredAgain_IsAnsweredWithoutASecondRow()
    {
        await using var deployment = await Deployment.StartAsync();
        var batch = Events.Of(("m1", "x"), ("m2", "y"));
        await deployment.InvokeAsync(batch);

        var failed = Events.FailedIds(await deployment.InvokeAsync(batch));

        Assert.Empty(failed);
        Assert.Equal(2L, deployment.Databricks.Tables.Count(deployment.Table));
        Assert.Equal(2, deployment.Metrics[1].GetProperty("MessagesDeduplicated").GetInt32());
    }

    [Fact]
    public async Task SameIdInAnotherQueue_IsAnotherMessage()
    {
        await using var deployment = await Deployment.StartAsync();
        var batch = Events.Of(("m1", "x"));
        await deployment.InvokeAsync(batch);

        await deployment.InvokeAsync(
            System.Text.Encoding.UTF8.GetBytes(
                System.Text.Encoding.UTF8.GetString(batch).Replace("my-queue", "other", StringComparison.Ordinal)));

        Assert.Equal(2L, deployment.Databricks.Tables.Count(deployment.Table));
    }

    [Fact]
    public async Task WindowIsZero_SendsAgain()
    {
        await using var deployment = await Deployment.StartAsync(
            new DeploymentOptions { Environment = new Dictionary<string, string?> { ["DEDUPE_WINDOW"] = "0" } });
        var batch = Events.Of(("m1", "x"));
        await deployment.InvokeAsync(batch);
        await deployment.InvokeAsync(batch);

        Assert.Equal(2L, deployment.Databricks.Tables.Count(deployment.Table));
    }

    [Fact]
    public async Task MessageComesBackWhileItsRowIsOnItsWay_WaitsForThatRow()
    {
        // The function gives up two seconds before its deadline, so after one second.
        await using var deployment =
            await Deployment.StartAsync(new DeploymentOptions { Timeout = TimeSpan.FromSeconds(3), HoldAcks = true });

        var late = await deployment.InvokeAsync(Events.Of(("m1", "x"), ("m2", "y")));
        Assert.Equal("Function.ZerobusUnavailable", late.ErrorType);
        deployment.GiveTime();
        var again = deployment.InvokeAsync(Events.Of(("m1", "x"), ("m2", "y"), ("m3", "z")));
        // The row of the third message shows that the function has passed the two others.
        await deployment.SeenAsync(seen => seen.RecordsReceived >= 3);
        deployment.Databricks.Faults.HoldAcks = false;
        Assert.Empty(Events.FailedIds(await again));

        Assert.Equal(3L, deployment.Query("SELECT count(DISTINCT message_id) FROM $table").Scalar);
        // A machine that stalls can keep the first invocation from sending both rows, and makes the function replace a connection
        // that has acked nothing for seconds, which sends rows again.
        if (deployment.Databricks.Statistics.RecordsReceived > 3) return;
        Assert.Equal(3L, deployment.Databricks.Tables.Count(deployment.Table));
        Assert.Equal(
            deployment.Metrics[1].GetProperty("MessagesDeduplicated").GetInt32(),
            deployment.Metrics[1].GetProperty("LateAcks").GetInt32());
    }
}
