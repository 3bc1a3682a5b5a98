namespace SqsIngestor.EndToEnd.Tests.Batches;

/// <summary>Batches through the real Lambda process: failures, tokens, streams, time.</summary>
public class BatchTests
{
    [Fact]
    public async Task Invoke_OneBadMessageAmongTen_LandsNineAndReportsOne()
    {
        await using var deployment = await Deployment.StartAsync();
        // Half a surrogate pair, as JSON can carry it and no string column can.
        var bad = """{"messageId":"bad","body":"\ud800","eventSource":"aws:sqs"}""";
        var records =
            Enumerable.Range(0, 9).Select(i => $$"""{"messageId":"m{{i}}","body":"{{i}}","eventSource":"aws:sqs"}""").ToList();
        records.Insert(4, bad);

        var result = await deployment.InvokeAsync(Events.Raw(records));

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"bad"}]}""", Events.Response(result));
        Assert.Equal(9L, deployment.Databricks.Tables.Count(deployment.Table));
        Assert.Contains("text_encoding in column 'body'", deployment.FunctionOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_ThreeTimes_FetchesOneTokenAndOpensOneStream()
    {
        await using var deployment = await Deployment.StartAsync();

        for (var i = 0; i < 3; i++)
        {
            Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Of(($"a{i}", "x"), ($"b{i}", "y")))));
        }

        Assert.Equal(1, deployment.Databricks.Statistics.TokensIssued);
        Assert.Equal(1, deployment.Databricks.Statistics.StreamsOpened);
        Assert.Equal(6L, deployment.Databricks.Tables.Count(deployment.Table));
    }

    [Fact]
    public async Task Invoke_TenMessages_AreAllInFlightBeforeTheFirstAck()
    {
        await using var deployment = await Deployment.StartAsync(new DeploymentOptions { HoldAcks = true });

        var invoking = deployment.InvokeAsync(Events.Of(Enumerable.Range(0, 10).Select(m => ($"m{m}", $"body {m}"))));
        await deployment.SeenAsync(seen => seen.LargestInFlight == 10);
        Assert.Equal(0, deployment.Databricks.Statistics.AcksSent);
        Assert.False(invoking.IsCompleted, "The function answered before the acks.");
        deployment.Databricks.Faults.HoldAcks = false;

        Assert.Empty(Events.FailedIds(await invoking));
    }

    [Fact]
    public async Task Invoke_StreamEndsBetweenBatches_LandsTheNextBatchOnANewOne()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.InvokeAsync(Events.Sample("basic"));

        deployment.Databricks.AbortStreams(Grpc.Core.StatusCode.Unavailable, "rotating");
        var result = await deployment.InvokeAsync(Events.Sample("fifo"));

        Assert.Empty(Events.FailedIds(result));
        Assert.Equal(8L, deployment.Databricks.Tables.Count(deployment.Table));
        Assert.Equal(2, deployment.Databricks.Statistics.StreamsOpened);
    }

    [Fact]
    public async Task Invoke_TableDropped_FailsAndAsksForAStreamOnce()
    {
        await using var deployment = await Deployment.StartAsync();
        await deployment.InvokeAsync(Events.Sample("basic"));

        deployment.Databricks.Tables.Drop(deployment.Table);
        await deployment.SeenAsync(seen => seen.StreamsEnded == 1);
        var first = await deployment.InvokeAsync(Events.Of(Enumerable.Range(0, 10).Select(i => ($"m{i}", "x"))));
        var second = await deployment.InvokeAsync(Events.Of(("once", "x"), ("more", "x")));

        Assert.Equal("Function.ZerobusUnavailable", first.ErrorType);
        Assert.Equal("Function.ZerobusUnavailable", second.ErrorType);
        Assert.Contains(
            "Cannot open a stream to main.raw.sqs_messages: TableNotFound", deployment.FunctionOutput,
            StringComparison.Ordinal);
        Assert.True(
            deployment.Databricks.Statistics.StreamsRefused <= 3,
            $"{deployment.Databricks.Statistics.StreamsRefused} opens for two batches");
    }

    [Fact]
    public async Task Invoke_Secrets_StandInNoLogLine()
    {
        await using var deployment = await Deployment.StartAsync(
            new DeploymentOptions { Environment = new Dictionary<string, string?> { ["AWS_LAMBDA_LOG_LEVEL"] = "TRACE" } });

        await deployment.InvokeAsync(Events.Sample("hostile"));

        Assert.DoesNotContain(deployment.Databricks.ClientSecret, deployment.FunctionOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("Bearer", deployment.FunctionOutput, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("not base64", deployment.FunctionOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("lone surrogate", deployment.FunctionOutput, StringComparison.Ordinal);
    }
}
