using SqsIngestor.Emulator.Lambda;

namespace SqsIngestor.EndToEnd.Tests.Faults;

/// <summary>The function's process dies: what it had not reported is delivered again.</summary>
public class ProcessFaultTests
{
    [Fact]
    public async Task KilledInTheMiddleOfABatch_EverythingUnreportedIsDeliveredAgain()
    {
        await using var deployment = await Deployment.StartAsync(new DeploymentOptions { HoldAcks = true });
        var redelivery = new Redelivery(deployment);

        var delivering = redelivery.RunAsync(30);
        await deployment.SeenAsync(seen => seen.RecordsReceived >= 5);
        deployment.Lambda.Kill();
        deployment.Databricks.Faults.HoldAcks = false;
        await delivering;

        redelivery.AssertNothingLost(30);
        Assert.Contains(redelivery.Results, result => result.Outcome == InvocationOutcome.ProcessExited);
    }

    [Fact]
    public async Task KilledBetweenBatches_TheNextOneStartsANewProcess()
    {
        await using var deployment = await Deployment.StartAsync();
        var redelivery = new Redelivery(deployment);
        await redelivery.RunAsync(10);

        deployment.Lambda.Kill();
        await deployment.SeenAsync(seen => seen.StreamsEnded == 1);
        // The first of them may still meet the old process at its end.
        await redelivery.RunAsync(10);

        redelivery.AssertNothingLost(10);
        Assert.Equal(2, deployment.Databricks.Statistics.TokensIssued);
    }
}
