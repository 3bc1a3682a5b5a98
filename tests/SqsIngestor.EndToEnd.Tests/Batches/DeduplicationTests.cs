namespace SqsIngestor.EndToEnd.Tests;

/// <summary>Messages that come again: in the same batch, in a later one, and while their rows are still on their way.</summary>
public class DeduplicationTests
{
    [Fact]
    public async Task SameMessageTwiceInABatch_IsOneRow()
    {
        await using var pipeline = await Pipeline.StartAsync();

        var failed = Events.FailedIds(await pipeline.InvokeAsync(Events.Of(("m1", "x"), ("m2", "y"), ("m1", "x"))));

        Assert.Empty(failed);
        Assert.Equal(2L, pipeline.Databricks.Tables.Count(pipeline.Table));
        Assert.Equal(1, pipeline.Metrics[0].GetProperty("MessagesDeduplicated").GetInt32());
    }

    [Fact]
    public async Task SameFailingMessageTwiceInABatch_IsReportedOnce()
    {
        await using var pipeline = await Pipeline.StartAsync();
        var bad = """{"messageId":"m1","body":"\ud800","eventSource":"aws:sqs"}""";

        var result = await pipeline.InvokeAsync(Events.Raw([bad, bad, """{"messageId":"m2","body":"x","eventSource":"aws:sqs"}"""]));

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"m1"}]}""", Events.Response(result));
    }

    [Fact]
    public async Task MessageDeliveredAgain_IsAnsweredWithoutASecondRow()
    {
        await using var pipeline = await Pipeline.StartAsync();
        var batch = Events.Of(("m1", "x"), ("m2", "y"));
        await pipeline.InvokeAsync(batch);

        var failed = Events.FailedIds(await pipeline.InvokeAsync(batch));

        Assert.Empty(failed);
        Assert.Equal(2L, pipeline.Databricks.Tables.Count(pipeline.Table));
        Assert.Equal(2, pipeline.Metrics[1].GetProperty("MessagesDeduplicated").GetInt32());
    }

    [Fact]
    public async Task SameIdInAnotherQueue_IsAnotherMessage()
    {
        await using var pipeline = await Pipeline.StartAsync();
        var batch = Events.Of(("m1", "x"));
        await pipeline.InvokeAsync(batch);

        await pipeline.InvokeAsync(System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(batch).Replace("my-queue", "other", StringComparison.Ordinal)));

        Assert.Equal(2L, pipeline.Databricks.Tables.Count(pipeline.Table));
    }

    [Fact]
    public async Task WindowIsZero_SendsAgain()
    {
        await using var pipeline = await Pipeline.StartAsync(new PipelineOptions { Environment = new Dictionary<string, string?> { ["DEDUPE_WINDOW"] = "0" } });
        var batch = Events.Of(("m1", "x"));
        await pipeline.InvokeAsync(batch);
        await pipeline.InvokeAsync(batch);

        Assert.Equal(2L, pipeline.Databricks.Tables.Count(pipeline.Table));
    }

    [Fact]
    public async Task MessageComesBackWhileItsRowIsOnItsWay_WaitsForThatRow()
    {
        // The function gives up two seconds before its deadline, so after one second.
        await using var pipeline = await Pipeline.StartAsync(new PipelineOptions { Timeout = TimeSpan.FromSeconds(3), HoldAcks = true });

        var late = await pipeline.InvokeAsync(Events.Of(("m1", "x"), ("m2", "y")));
        Assert.Equal("Function.ZerobusUnavailable", late.ErrorType);
        Assert.Equal(2, pipeline.Databricks.Statistics.RecordsReceived);
        pipeline.GiveTime();
        var again = pipeline.InvokeAsync(Events.Of(("m1", "x"), ("m2", "y"), ("m3", "z")));
        // The row of the third message shows that the function has passed the two others.
        await pipeline.SeenAsync(seen => seen.RecordsReceived == 3);
        pipeline.Databricks.Faults.HoldAcks = false;
        Assert.Empty(Events.FailedIds(await again));

        Assert.Equal(3L, pipeline.Databricks.Tables.Count(pipeline.Table));
        Assert.Equal(2, pipeline.Metrics[1].GetProperty("LateAcks").GetInt32());
        Assert.Equal(2, pipeline.Metrics[1].GetProperty("MessagesDeduplicated").GetInt32());
    }
}
