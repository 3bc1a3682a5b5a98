using SqsIngestor.Emulator.Lambda;

namespace SqsIngestor.EndToEnd.Tests.Faults;

/// <summary>The token endpoint fails: messages wait in the queue, and each gets its row afterwards.</summary>
public class TokenFaultTests
{
    [Fact]
    public async Task TokenEndpointDownAtInit_MessagesAreReturnedUntilItIsUp()
    {
        await using var deployment = await Deployment.StartAsync(new DeploymentOptions
        {
            Timeout = TimeSpan.FromSeconds(4),
            BeforeStart = databricks => databricks.Faults.TokenStatus = 503,
        });
        var redelivery = new Redelivery(deployment);

        await redelivery.RunAsync(20, round =>
        {
            if (round > 1) return Task.CompletedTask;
            deployment.Databricks.Faults.TokenStatus = null;
            deployment.GiveTime();
            return Task.CompletedTask;
        });

        redelivery.AssertOneRowEach(20);
        Assert.DoesNotContain(redelivery.Results, result => result.Outcome == InvocationOutcome.TimedOut);
        Assert.Contains("The first invocation tries again", deployment.FunctionOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TokenEndpointDownWhenTheStreamEnds_MessagesComeBackUntilItIsUp()
    {
        await using var deployment = await Deployment.StartAsync(new DeploymentOptions { Timeout = TimeSpan.FromSeconds(4) });
        await deployment.InvokeAsync(Events.Of(("first", "x")));
        deployment.Databricks.RevokeTokens();
        deployment.Databricks.Faults.TokenStatus = 503;
        deployment.Databricks.AbortStreams(Grpc.Core.StatusCode.Unavailable, "rotating");
        var redelivery = new Redelivery(deployment);

        await redelivery.RunAsync(20, round =>
        {
            if (round > 1) return Task.CompletedTask;
            deployment.Databricks.Faults.TokenStatus = null;
            deployment.GiveTime();
            return Task.CompletedTask;
        });

        redelivery.AssertNothingLost(21);
        Assert.DoesNotContain(redelivery.Results, result => result.Outcome == InvocationOutcome.TimedOut);
    }

    [Fact]
    public async Task TokensRevokedWhileStreamsAreOpen_CostsNothing()
    {
        await using var deployment = await Deployment.StartAsync();
        deployment.Databricks.RevokeTokens();
        var redelivery = new Redelivery(deployment);

        await redelivery.RunAsync(10);
        deployment.Databricks.AbortStreams(Grpc.Core.StatusCode.Unavailable, "rotating");
        var again = new Redelivery(deployment);
        await again.RunAsync(10);

        Assert.Single(redelivery.Results);
        Assert.Single(again.Results);
    }
}
