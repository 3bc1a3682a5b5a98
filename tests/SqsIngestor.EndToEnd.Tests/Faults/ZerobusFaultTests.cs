using System.Net;
using Grpc.Core;
using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.EndToEnd.Tests.Faults;

/// <summary>The ingest service is down, slow, refuses or rotates: no message is lost and each gets its row.</summary>
public class ZerobusFaultTests
{
    [Theory]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.Internal)]
    [InlineData(StatusCode.Unauthenticated)]
    public async Task OpenRefused_MessagesComeBackUntilItOpens(StatusCode status)
    {
        await using var deployment = await Deployment.StartAsync(new DeploymentOptions { Timeout = TimeSpan.FromSeconds(4) });
        deployment.Databricks.Faults.OpenStatus = status;
        deployment.Databricks.AbortStreams(StatusCode.Unavailable, "restarting");
        var redelivery = new Redelivery(deployment);

        await redelivery.RunAsync(20, round =>
        {
            if (round > 1) return Task.CompletedTask;
            deployment.Databricks.Faults.OpenStatus = null;
            deployment.GiveTime();
            return Task.CompletedTask;
        });

        redelivery.AssertNothingLost(20);
        Assert.DoesNotContain(redelivery.Results, result => result.Outcome == InvocationOutcome.TimedOut);
    }

    [Fact]
    public async Task DownAtInit_MessagesAreReturnedUntilItIsUp()
    {
        await using var deployment = await Deployment.StartAsync(new DeploymentOptions
        {
            Timeout = TimeSpan.FromSeconds(4),
            BeforeStart = databricks => databricks.Faults.OpenStatus = StatusCode.Unavailable,
        });
        var redelivery = new Redelivery(deployment);

        await redelivery.RunAsync(20, round =>
        {
            if (round > 1) return Task.CompletedTask;
            deployment.Databricks.Faults.OpenStatus = null;
            deployment.GiveTime();
            return Task.CompletedTask;
        });

        redelivery.AssertOneRowEach(20);
    }

    [Fact]
    public async Task AcksSlowerThanTheDeadline_AreReportedInTimeAndLandAfterwards()
    {
        // Two seconds of the three are margin: the function answers after one second.
        await using var deployment =
            await Deployment.StartAsync(new DeploymentOptions { Timeout = TimeSpan.FromSeconds(3), HoldAcks = true });
        var redelivery = new Redelivery(deployment);

        await redelivery.RunAsync(10, _ =>
        {
            deployment.GiveTime();
            deployment.Databricks.Faults.HoldAcks = false;
            return Task.CompletedTask;
        });

        redelivery.AssertNothingLost(10);
        Assert.All(
            redelivery.Results,
            result =>
            Assert.True(result.Outcome is InvocationOutcome.Succeeded or InvocationOutcome.FunctionError, $"{result.Outcome}"));
        Assert.True(redelivery.Results.Count > 1, "The first invocation succeeded although it got no ack.");
    }

    [Fact]
    public async Task EveryStreamEndsInTheMiddleOfABatch_TheBatchSucceeds()
    {
        await using var deployment = await Deployment.StartAsync(new DeploymentOptions { HoldAcks = true });
        var redelivery = new Redelivery(deployment);

        var delivering = redelivery.RunAsync(10);
        await deployment.SeenAsync(seen => seen.RecordsReceived >= 5);
        deployment.Databricks.AbortStreams(StatusCode.Unavailable, "restarting");
        deployment.Databricks.Faults.HoldAcks = false;
        await delivering;

        redelivery.AssertNothingLost(10);
        Assert.Single(redelivery.Results);
    }

    [Fact]
    public async Task CloseSignalDuringABatch_CostsNoFailure()
    {
        await using var deployment = await Deployment.StartAsync(new DeploymentOptions { HoldAcks = true });
        var redelivery = new Redelivery(deployment);

        var delivering = redelivery.RunAsync(10);
        await deployment.SeenAsync(seen => seen.RecordsReceived >= 5);
        // The client leaves the stream long before the notice is over.
        var closing = deployment.Databricks.SignalCloseAsync(TimeSpan.FromMinutes(10));
        await deployment.SeenAsync(seen => seen.CloseSignals == 1);
        deployment.Databricks.Faults.HoldAcks = false;
        await delivering;

        redelivery.AssertOneRowEach(10);
        Assert.Single(redelivery.Results);
        await closing.WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task CloseSignalBetweenInvocations_CostsNoFailure()
    {
        await using var deployment = await Deployment.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Of(($"m{i}", "x")))));
            await deployment.Databricks.SignalCloseAsync(TimeSpan.FromMilliseconds(50));
        }
        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Of(("m3", "x")))));

        Assert.Equal(4L, deployment.Databricks.Tables.Count(deployment.Table));
        Assert.Equal(3, deployment.Databricks.Statistics.CloseSignals);
    }

    [Fact]
    public async Task ConnectionResetInTheMiddleOfAFrame_TheBatchSucceeds()
    {
        FaultProxy? proxy = null;
        await using var deployment = await Deployment.StartAsync(new DeploymentOptions
        {
            Endpoint = databricks => Through(proxy = Between(databricks)),
        });
        await using var between = proxy!;
        between.ResetAfter(700);
        var redelivery = new Redelivery(deployment);

        await redelivery.RunAsync(10);

        redelivery.AssertNothingLost(10);
        Assert.Single(redelivery.Results);
        Assert.True(between.Accepted > 1);
    }

    [Fact]
    public async Task ConnectionSwallowsEverything_NoMessageIsLost()
    {
        FaultProxy? proxy = null;
        await using var deployment = await Deployment.StartAsync(new DeploymentOptions
        {
            Timeout = TimeSpan.FromSeconds(5),
            Endpoint = databricks => Through(proxy = Between(databricks)),
        });
        await using var between = proxy!;
        between.Swallow();
        var redelivery = new Redelivery(deployment);

        await redelivery.RunAsync(10);

        redelivery.AssertNothingLost(10);
        Assert.DoesNotContain(redelivery.Results, result => result.Outcome == InvocationOutcome.TimedOut);
    }

    private static FaultProxy Between(LocalDatabricks databricks) =>
        new(new IPEndPoint(IPAddress.Loopback, databricks.ZerobusEndpoint.Port));

    private static Uri Through(FaultProxy proxy) => new($"http://{proxy.Address}");
}
