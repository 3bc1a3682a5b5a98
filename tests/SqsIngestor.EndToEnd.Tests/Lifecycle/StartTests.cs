using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using SqsIngestor.Emulator;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.EndToEnd.Tests.Lifecycle;

/// <summary>What the function does side by side at its start, because every one of them waits for somebody else.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task Start_MappingThatTakesLong_HasItsTokenAndItsConnectionMeanwhile()
    {
        using var folder = new TemporaryFolder();
        // The descriptor is a pipe, so the compilation lasts until somebody writes it.
        var pipe = Path.Combine(folder.Path, "sqs_messages.binpb");
        using (var made = Process.Start("mkfifo", pipe)) await made.WaitForExitAsync();
        var reached = new TaskCompletionSource<(FaultProxy Proxy, LocalDatabricks Databricks)>();
        var starting = Deployment.StartAsync(new DeploymentOptions
        {
            DescriptorPath = folder.Path,
            Endpoint = databricks =>
            {
                var proxy = new FaultProxy(new(IPAddress.Loopback, databricks.ZerobusEndpoint.Port));
                reached.SetResult((proxy, databricks));
                return new Uri($"http://{proxy.Address}");
            },
        });
        var (proxy, databricks) = await reached.Task.WaitAsync(Eventually.Patience);
        await using var closing = proxy;

        await databricks.Statistics.WaitUntilAsync(seen => seen.TokensIssued == 1).WaitAsync(Eventually.Patience);
        await Eventually.HoldsAsync(() => proxy.Accepted == 1);
        Assert.False(starting.IsCompleted);
        Assert.Equal(0, databricks.Statistics.StreamsOpened);
        await File.WriteAllBytesAsync(pipe, RepositoryFiles.Read("descriptors", "sqs_messages.binpb"));

        await using var deployment = await starting;
        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Sample("basic"))));
        Assert.Equal((1L, 1L, 1), (databricks.Statistics.TokensIssued, databricks.Statistics.StreamsOpened, proxy.Accepted));
    }

    [Fact]
    public async Task Start_SeveralTables_AreOpenedSideBySide()
    {
        // No stream is answered before all three are asked for.
        var asked = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var zerobus = await ScriptedZerobus.StartAsync(async connection =>
        {
            if (Interlocked.Increment(ref asked) == 3) all.SetResult();
            await all.Task;
            await Scripts.WellBehaved(connection);
        });

        await using var deployment = await Deployment.StartAsync(Orders(zerobus.Endpoint));

        Assert.Equal(
            ["main.ops.quarantine", "main.sales.order_events", "main.sales.orders"],
            zerobus.State.Connections.Select(c => c.Table).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Invoke_RowThatHoldsTheConfigurationsChecksum_HasThatOfMappingAndDescriptor()
    {
        var options = NarrowTable.Options();
        using var mapping = new TemporaryFile(
            File.ReadAllText(options.MappingFile)
            .Replace("$.message.messageId", "$.meta.configSha256", StringComparison.Ordinal));
        await using var deployment = await Deployment.StartAsync(options with { MappingFile = mapping.Path });

        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Of(("m", "1")))));

        byte[] files = [
            .. await File.ReadAllBytesAsync(mapping.Path),
            .. await File.ReadAllBytesAsync(Path.Combine(options.DescriptorPath, "narrow.binpb"))];
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(files)), deployment.Query("SELECT id FROM main.raw.narrow").Scalar);
    }

    private static DeploymentOptions Orders(Uri endpoint) => new()
    {
        MappingFile = RepositoryFiles.PathOf("mappings", "orders.yaml"),
        Sql = File.ReadAllText(RepositoryFiles.PathOf("descriptors", "orders.sql")),
        Endpoint = _ => endpoint,
        Environment = new Dictionary<string, string?> { ["TABLE_NAME"] = null },
    };
}
