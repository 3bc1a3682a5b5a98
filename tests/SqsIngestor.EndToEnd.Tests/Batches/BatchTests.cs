namespace SqsIngestor.EndToEnd.Tests;

/// <summary>Batches through the real Lambda process: failures, tokens, streams, time.</summary>
public class BatchTests
{
    [Fact]
    public async Task Invoke_OneBadMessageAmongTen_LandsNineAndReportsOne()
    {
        await using var pipeline = await Pipeline.StartAsync();
        // Half a surrogate pair, as JSON can carry it and no string column can.
        var bad = """{"messageId":"bad","body":"\ud800","eventSource":"aws:sqs"}""";
        var records = Enumerable.Range(0, 9).Select(i => $$"""{"messageId":"m{{i}}","body":"{{i}}","eventSource":"aws:sqs"}""").ToList();
        records.Insert(4, bad);

        var result = await pipeline.InvokeAsync(Events.Raw(records));

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"bad"}]}""", Events.Response(result));
        Assert.Equal(9L, pipeline.Databricks.Tables.Count(pipeline.Table));
        Assert.Contains("text_encoding in column 'body'", pipeline.FunctionOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_ThreeTimes_FetchesOneTokenAndOpensOneStream()
    {
        await using var pipeline = await Pipeline.StartAsync();

        for (var i = 0; i < 3; i++) Assert.Empty(Events.FailedIds(await pipeline.InvokeAsync(Events.Of(($"a{i}", "x"), ($"b{i}", "y")))));

        Assert.Equal(1, pipeline.Databricks.Statistics.TokensIssued);
        Assert.Equal(1, pipeline.Databricks.Statistics.StreamsOpened);
        Assert.Equal(6L, pipeline.Databricks.Tables.Count(pipeline.Table));
    }

    [Fact]
    public async Task Invoke_TenMessages_AreAllInFlightBeforeTheFirstAck()
    {
        await using var pipeline = await Pipeline.StartAsync(new PipelineOptions { HoldAcks = true });

        var invoking = pipeline.InvokeAsync(Events.Of(Enumerable.Range(0, 10).Select(m => ($"m{m}", $"body {m}"))));
        await pipeline.SeenAsync(seen => seen.LargestInFlight == 10);
        Assert.Equal(0, pipeline.Databricks.Statistics.AcksSent);
        Assert.False(invoking.IsCompleted, "The function answered before the acks.");
        pipeline.Databricks.Faults.HoldAcks = false;

        Assert.Empty(Events.FailedIds(await invoking));
    }

    [Fact]
    public async Task Invoke_StreamEndsBetweenBatches_LandsTheNextBatchOnANewOne()
    {
        await using var pipeline = await Pipeline.StartAsync();
        await pipeline.InvokeAsync(Events.Sample("basic"));

        pipeline.Databricks.AbortStreams(Grpc.Core.StatusCode.Unavailable, "rotating");
        var result = await pipeline.InvokeAsync(Events.Sample("fifo"));

        Assert.Empty(Events.FailedIds(result));
        Assert.Equal(8L, pipeline.Databricks.Tables.Count(pipeline.Table));
        Assert.Equal(2, pipeline.Databricks.Statistics.StreamsOpened);
    }

    [Fact]
    public async Task Invoke_TableDropped_FailsAndAsksForAStreamOnce()
    {
        await using var pipeline = await Pipeline.StartAsync();
        await pipeline.InvokeAsync(Events.Sample("basic"));

        pipeline.Databricks.Tables.Drop(pipeline.Table);
        await pipeline.SeenAsync(seen => seen.StreamsEnded == 1);
        var first = await pipeline.InvokeAsync(Events.Of(Enumerable.Range(0, 10).Select(i => ($"m{i}", "x"))));
        var second = await pipeline.InvokeAsync(Events.Of(("once", "x"), ("more", "x")));

        Assert.Equal("Function.ZerobusUnavailable", first.ErrorType);
        Assert.Equal("Function.ZerobusUnavailable", second.ErrorType);
        Assert.Contains("no stream could be opened. TableNotFound", pipeline.FunctionOutput, StringComparison.Ordinal);
        Assert.True(pipeline.Databricks.Statistics.StreamsRefused <= 3, $"{pipeline.Databricks.Statistics.StreamsRefused} opens for two batches");
    }

    [Fact]
    public async Task Invoke_Secrets_StandInNoLogLine()
    {
        await using var pipeline = await Pipeline.StartAsync(new PipelineOptions { Environment = new Dictionary<string, string?> { ["AWS_LAMBDA_LOG_LEVEL"] = "TRACE" } });

        await pipeline.InvokeAsync(Events.Sample("hostile"));

        Assert.DoesNotContain(pipeline.Databricks.ClientSecret, pipeline.FunctionOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("Bearer", pipeline.FunctionOutput, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("not base64", pipeline.FunctionOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("lone surrogate", pipeline.FunctionOutput, StringComparison.Ordinal);
    }
}
