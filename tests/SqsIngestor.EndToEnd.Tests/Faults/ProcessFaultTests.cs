using SqsIngestor.Emulator.Lambda;

namespace SqsIngestor.EndToEnd.Tests.Faults;

/// <summary>The function's process dies: what it had not reported is delivered again.</summary>
public class ProcessFaultTests
{
    [Fact]
    public async Task KilledInTheMiddleOfABatch_EverythingUnreportedIsDeliveredAgain()
    {
        await using var pipeline = await Pipeline.StartAsync(new PipelineOptions { HoldAcks = true });
        var redelivery = new Redelivery(pipeline);

        var delivering = redelivery.RunAsync(30);
        await pipeline.SeenAsync(seen => seen.RecordsReceived >= 5);
        pipeline.Lambda.Kill();
        pipeline.Databricks.Faults.HoldAcks = false;
        await delivering;

        redelivery.AssertNothingLost(30);
        Assert.Contains(redelivery.Results, result => result.Outcome == InvocationOutcome.ProcessExited);
    }

    [Fact]
    public async Task KilledBetweenBatches_TheNextOneStartsANewProcess()
    {
        await using var pipeline = await Pipeline.StartAsync();
        var redelivery = new Redelivery(pipeline);
        await redelivery.RunAsync(10);

        pipeline.Lambda.Kill();
        await pipeline.SeenAsync(seen => seen.StreamsEnded == 1);
        // The first of them may still meet the old process at its end.
        await redelivery.RunAsync(10);

        redelivery.AssertNothingLost(10);
        Assert.Equal(2, pipeline.Databricks.Statistics.TokensIssued);
    }
}
