using System.Diagnostics;
using System.Net;
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

        using var layer = new TemporaryFolder();
        var (mappings, descriptors) = (Path.Combine(layer.Path, "mappings"), Path.Combine(layer.Path, "descriptors"));
        Directory.CreateDirectory(mappings);
        Directory.CreateDirectory(descriptors);
        File.Copy(mapping.Path, Path.Combine(mappings, Path.GetFileName(mapping.Path)));
        File.Copy(Path.Combine(options.DescriptorPath, "narrow.binpb"), Path.Combine(descriptors, "narrow.binpb"));
        var expected = await Sha256SumAsync(layer.Path);
        Assert.Equal(expected, deployment.Query("SELECT id FROM main.raw.narrow").Scalar);
        Assert.Equal(expected, deployment.Metrics[0].GetProperty("configSha256").GetString());
        Assert.Contains($"\"configSha256\":\"{expected}\"", Ready(deployment), StringComparison.Ordinal);
    }

    private static string Ready(Deployment deployment) => deployment.FunctionOutput.Split('\n')
        .Single(static line => line.Contains("\"event\":\"Ready\"", StringComparison.Ordinal));

    // As the documentation says.
    private static async Task<string> Sha256SumAsync(string folder)
    {
        using var process = Process.Start(new ProcessStartInfo("sh")
        {
            ArgumentList = { "-c", "sha256sum descriptors/* mappings/* | sha256sum" },
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        })!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return text.Split(' ')[0];
    }

    private static DeploymentOptions Orders(Uri endpoint) => new()
    {
        MappingFile = RepositoryFiles.PathOf("mappings", "orders.yaml"),
        Sql = File.ReadAllText(RepositoryFiles.PathOf("descriptors", "orders.sql")),
        Endpoint = _ => endpoint,
        Environment = new Dictionary<string, string?> { ["TABLE_NAME"] = null },
    };
}
