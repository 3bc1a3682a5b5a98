using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Emulator.Lambda;

namespace SqsIngestor.EndToEnd.Tests.Faults;

/// <summary>The table is dropped, closed to the function, or changes while the function runs.</summary>
public class TableFaultTests
{
    [Fact]
    public async Task TableDropped_MessagesComeBackUntilItIsThereAgain()
    {
        await using var deployment = await Deployment.StartAsync(new DeploymentOptions { Timeout = TimeSpan.FromSeconds(4) });
        var table = deployment.Databricks.Tables.Find(deployment.Table)!;
        await DropAsync(deployment);
        var redelivery = new Redelivery(deployment);

        await redelivery.RunAsync(20, round =>
        {
            if (round > 1) return Task.CompletedTask;
            deployment.Databricks.Tables.Create(table);
            deployment.GiveTime();
            return Task.CompletedTask;
        });

        redelivery.AssertOneRowEach(20);
        Assert.Contains("TableNotFound", deployment.FunctionOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GrantsRevoked_MessagesComeBackUntilTheyAreGivenBack()
    {
        await using var deployment = await Deployment.StartAsync(new DeploymentOptions { Timeout = TimeSpan.FromSeconds(4) });
        deployment.Databricks.Faults.RevokeGrants(deployment.Table);
        deployment.Databricks.AbortStreams(Grpc.Core.StatusCode.Unavailable, "rotating");
        var redelivery = new Redelivery(deployment);

        await redelivery.RunAsync(20, round =>
        {
            if (round > 1) return Task.CompletedTask;
            deployment.Databricks.Faults.RestoreGrants(deployment.Table);
            deployment.GiveTime();
            return Task.CompletedTask;
        });

        redelivery.AssertOneRowEach(20);
        Assert.Contains("PermissionDenied", deployment.FunctionOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ColumnAddedToTheTable_TheOldDescriptorGoesOn()
    {
        await using var deployment = await Deployment.StartAsync();
        var redelivery = new Redelivery(deployment);
        await redelivery.RunAsync(10);

        deployment.Databricks.Tables.AddColumn(deployment.Table, new Column("note", DeltaTypeText.Parse("STRING")));
        await deployment.SeenAsync(seen => seen.StreamsEnded == 1);
        var result = await deployment.InvokeAsync(Events.Of(("after", "x")));

        Assert.Empty(Events.FailedIds(result));
        redelivery.AssertOneRowEach(11);
    }

    [Fact]
    public async Task ColumnAddedInTheMiddleOfABatch_TheBatchSucceeds()
    {
        await using var deployment = await Deployment.StartAsync(new DeploymentOptions { HoldAcks = true });
        var redelivery = new Redelivery(deployment);

        var delivering = redelivery.RunAsync(10);
        await deployment.SeenAsync(seen => seen.RecordsReceived >= 5);
        deployment.Databricks.Tables.AddColumn(deployment.Table, new Column("note", DeltaTypeText.Parse("STRING")));
        deployment.Databricks.Faults.HoldAcks = false;
        await delivering;

        redelivery.AssertNothingLost(10);
        Assert.DoesNotContain(redelivery.Results, result => result.Outcome != InvocationOutcome.Succeeded);
    }

    private static async Task DropAsync(Deployment deployment)
    {
        deployment.Databricks.Tables.Drop(deployment.Table);
        await deployment.SeenAsync(seen => seen.StreamsEnded == 1);
    }
}
