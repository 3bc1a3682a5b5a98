using SqsIngestor.Emulator.Lambda;

namespace SqsIngestor.EndToEnd.Tests.Faults;

/// <summary>The token endpoint fails: messages wait in the queue, and each gets its row afterwards.</summary>
public class TokenFaultTests
{
    [Fact]
    public async Task TokenEndpointDownAtInit_MessagesComeBackUntilItIsUp()
    {
        await using var pipeline = await Pipeline.StartAsync(new PipelineOptions
        {
            Timeout = TimeSpan.FromSeconds(4),
            BeforeStart = databricks => databricks.Faults.TokenStatus = 503,
        });
        var redelivery = new Redelivery(pipeline);

        await redelivery.RunAsync(20, round =>
        {
            if (round > 1) return Task.CompletedTask;
            pipeline.Databricks.Faults.TokenStatus = null;
            pipeline.GiveTime();
            return Task.CompletedTask;
        });

        redelivery.AssertOneRowEach(20);
        Assert.DoesNotContain(redelivery.Results, result => result.Outcome == InvocationOutcome.TimedOut);
        Assert.Contains("The first invocation tries again", pipeline.FunctionOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TokenEndpointDownWhenTheStreamEnds_MessagesComeBackUntilItIsUp()
    {
        await using var pipeline = await Pipeline.StartAsync(new PipelineOptions { Timeout = TimeSpan.FromSeconds(4) });
        await pipeline.InvokeAsync(Events.Of(("first", "x")));
        pipeline.Databricks.RevokeTokens();
        pipeline.Databricks.Faults.TokenStatus = 503;
        pipeline.Databricks.AbortStreams(Grpc.Core.StatusCode.Unavailable, "rotating");
        var redelivery = new Redelivery(pipeline);

        await redelivery.RunAsync(20, round =>
        {
            if (round > 1) return Task.CompletedTask;
            pipeline.Databricks.Faults.TokenStatus = null;
            pipeline.GiveTime();
            return Task.CompletedTask;
        });

        redelivery.AssertNothingLost(21);
        Assert.DoesNotContain(redelivery.Results, result => result.Outcome == InvocationOutcome.TimedOut);
    }

    [Fact]
    public async Task TokensRevokedWhileStreamsAreOpen_CostsNothing()
    {
        await using var pipeline = await Pipeline.StartAsync();
        pipeline.Databricks.RevokeTokens();
        var redelivery = new Redelivery(pipeline);

        await redelivery.RunAsync(10);
        pipeline.Databricks.AbortStreams(Grpc.Core.StatusCode.Unavailable, "rotating");
        var again = new Redelivery(pipeline);
        await again.RunAsync(10);

        Assert.Single(redelivery.Results);
        Assert.Single(again.Results);
    }
}
