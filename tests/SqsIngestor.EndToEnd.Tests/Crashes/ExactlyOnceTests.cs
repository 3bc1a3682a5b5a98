using System.Globalization;
using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Lambda.EventSource;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests.Crashes;

/// <summary>
/// DELIVERY=exactly-once-preview: the real function is killed between send and ack, and SQS delivers again to the process that
/// Lambda starts in the same environment.
/// </summary>
public sealed class ExactlyOnceTests : IDisposable
{
    private const int Kills = 6;
    private const int BatchSize = 10;

    private readonly TemporaryFolder _folder = new();

    private DeploymentOptions Options => new()
    {
        Databricks = new LocalDatabricksOptions { PersistentStreams = true },
        Environment = new Dictionary<string, string?>
        {
            ["DELIVERY"] = "exactly-once-preview",
            ["DELIVERY_FOLDER"] = _folder["slot"],
        },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task KilledBetweenSendAndAck_ManyTimes_EveryMessageIsThereOnce(int invocations)
    {
        var random = new Random(1);
        var (waiting, made) = (new List<string>(), 0);
        var environment = new Dictionary<string, string?>(Options.Environment)
        {
            ["AWS_LAMBDA_MAX_CONCURRENCY"] = invocations.ToString(CultureInfo.InvariantCulture),
        };
        await using var deployment = await Deployment.StartAsync(Options with { Environment = environment });
        for (var kill = 0; kill < Kills; kill++)
        {
            for (var i = 0; i < BatchSize; i++) waiting.Add($"m{made++}");
            await deployment.Lambda.EnsureStartedAsync();
            deployment.Databricks.Faults.HoldAcks = true;
            var received = deployment.Databricks.Statistics.RecordsReceived + random.Next(1, BatchSize + 1);
            var delivering = DeliverAsync(deployment, waiting, invocations);
            await deployment.SeenAsync(seen => seen.RecordsReceived >= received);
            deployment.Lambda.Kill();
            waiting = await delivering;
            deployment.Databricks.Faults.HoldAcks = false;
            // An invocation whose messages turn out to be durable sends nothing, and may have answered.
            Assert.NotEmpty(waiting);
        }

        for (var round = 0; waiting.Count > 0; round++)
        {
            Assert.True(round < 10, deployment.FunctionOutput);
            waiting = await DeliverAsync(deployment, waiting, invocations);
        }

        Assert.Equal((long)made, deployment.Query("SELECT count(DISTINCT message_id) FROM $table").Scalar);
        Assert.Equal(made, deployment.Databricks.Tables.Count(deployment.Table));
        Assert.Contains("\"event\":\"PersistentStreamResumed\"", deployment.FunctionOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("PersistentStreamNotResumed", deployment.FunctionOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KilledAfterItsAnswer_MessageDeliveredAgain_IsAnsweredWithoutASecondRow()
    {
        await using var deployment = await Deployment.StartAsync(Options);
        var batch = Events.Of(("m1", "x"), ("m2", "y"));
        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(batch)));
        deployment.Lambda.Kill();
        await Eventually.HoldsAsync(() => deployment.Lambda.ProcessId is null);

        Assert.Empty(await DeliverAsync(deployment, ["m1", "m2", "m3"]));

        Assert.Equal(3L, deployment.Query("SELECT count(DISTINCT message_id) FROM $table").Scalar);
    }

    [Fact]
    public async Task ConnectionsEndBetweenSendAndAck_NoMessageIsThereTwice()
    {
        await using var deployment = await Deployment.StartAsync(Options);
        deployment.Databricks.Faults.HoldAcks = true;
        var delivering = DeliverAsync(deployment, [.. Enumerable.Range(0, BatchSize).Select(static i => $"m{i}")]);
        await deployment.SeenAsync(static seen => seen.RecordsReceived >= BatchSize);

        deployment.Databricks.AbortStreams(Grpc.Core.StatusCode.Unavailable, "restart");
        deployment.Databricks.Faults.HoldAcks = false;

        Assert.Empty(await delivering);
        Assert.Equal(BatchSize, deployment.Databricks.Tables.Count(deployment.Table));
    }

    // Delivers messages with several invocations at once. Returns what is left.
    private static async Task<List<string>> DeliverAsync(Deployment deployment, List<string> ids, int invocations)
    {
        var parts = ids.Chunk((ids.Count + invocations - 1) / invocations).Select(part => DeliverAsync(deployment, [.. part]));
        return [.. (await Task.WhenAll(parts)).SelectMany(static left => left)];
    }

    private static async Task<List<string>> DeliverAsync(Deployment deployment, List<string> ids)
    {
        var payload = Events.Of(ids.Select(static id => (id, $"body of {id}")));
        var result = await deployment.InvokeAsync(payload);
        return [.. SqsBatch.Read(payload).Classify(result).Returned.Select(static message => message.MessageId)];
    }
}
