using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Emulator.Lambda;

namespace SqsIngestor.EndToEnd.Tests.Faults;

/// <summary>The table is dropped, closed to the function, or changes while the function runs.</summary>
public class TableFaultTests
{
    [Fact]
    public async Task TableDropped_MessagesComeBackUntilItIsThereAgain()
    {
        await using var pipeline = await Pipeline.StartAsync(new PipelineOptions { Timeout = TimeSpan.FromSeconds(4) });
        var table = pipeline.Databricks.Tables.Find(pipeline.Table)!;
        await DropAsync(pipeline);
        var redelivery = new Redelivery(pipeline);

        await redelivery.RunAsync(20, round =>
        {
            if (round > 1) return Task.CompletedTask;
            pipeline.Databricks.Tables.Create(table);
            pipeline.GiveTime();
            return Task.CompletedTask;
        });

        redelivery.AssertOneRowEach(20);
        Assert.Contains("TableNotFound", pipeline.FunctionOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GrantsRevoked_MessagesComeBackUntilTheyAreGivenBack()
    {
        await using var pipeline = await Pipeline.StartAsync(new PipelineOptions { Timeout = TimeSpan.FromSeconds(4) });
        pipeline.Databricks.Faults.RevokeGrants(pipeline.Table);
        pipeline.Databricks.AbortStreams(Grpc.Core.StatusCode.Unavailable, "rotating");
        var redelivery = new Redelivery(pipeline);

        await redelivery.RunAsync(20, round =>
        {
            if (round > 1) return Task.CompletedTask;
            pipeline.Databricks.Faults.RestoreGrants(pipeline.Table);
            pipeline.GiveTime();
            return Task.CompletedTask;
        });

        redelivery.AssertOneRowEach(20);
        Assert.Contains("PermissionDenied", pipeline.FunctionOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ColumnAddedToTheTable_TheOldDescriptorGoesOn()
    {
        await using var pipeline = await Pipeline.StartAsync();
        var redelivery = new Redelivery(pipeline);
        await redelivery.RunAsync(10);

        pipeline.Databricks.Tables.AddColumn(pipeline.Table, new Column("note", DeltaType.Parse("STRING")));
        await pipeline.SeenAsync(seen => seen.StreamsEnded == 1);
        var result = await pipeline.InvokeAsync(Events.Of(("after", "x")));

        Assert.Empty(Events.FailedIds(result));
        redelivery.AssertOneRowEach(11);
    }

    [Fact]
    public async Task ColumnAddedInTheMiddleOfABatch_TheBatchSucceeds()
    {
        await using var pipeline = await Pipeline.StartAsync(new PipelineOptions { HoldAcks = true });
        var redelivery = new Redelivery(pipeline);

        var delivering = redelivery.RunAsync(10);
        await pipeline.SeenAsync(seen => seen.RecordsReceived >= 5);
        pipeline.Databricks.Tables.AddColumn(pipeline.Table, new Column("note", DeltaType.Parse("STRING")));
        pipeline.Databricks.Faults.HoldAcks = false;
        await delivering;

        redelivery.AssertNothingLost(10);
        Assert.DoesNotContain(redelivery.Results, result => result.Outcome != InvocationOutcome.Succeeded);
    }

    private static async Task DropAsync(Pipeline pipeline)
    {
        pipeline.Databricks.Tables.Drop(pipeline.Table);
        await pipeline.SeenAsync(seen => seen.StreamsEnded == 1);
    }
}
