using Examples;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Zerobus.Tests;

/// <summary>The test that docs/zerobus.md shows.</summary>
public sealed class OrdersLoaderTests
{
    [Fact]
    public async Task Run_ConnectionEnds_EveryOrderIsDurable()
    {
        var plan = FaultPlan.Parse("0:5=unavailable");
        await using var server = await ScriptedZerobus.StartAsync(connection => plan.RunAsync(connection));
        var options = new ZerobusClientOptions { Endpoint = server.Endpoint, BackoffInitial = TimeSpan.Zero };
        await using var client = new ZerobusClient(options, new StaticHeadersProvider("any token"));

        await WriteRecords.RunAsync(client);

        Assert.Equal(1000, server.State.Durable.Count);
        Assert.Equal(2, server.State.Connections.Count);
    }
}
