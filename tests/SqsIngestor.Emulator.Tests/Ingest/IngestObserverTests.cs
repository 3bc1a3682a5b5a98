using System.Collections.Concurrent;
using Grpc.Core;
using SqsIngestor.Emulator.Ingest;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Emulator.Tests.Ingest;

/// <summary>What an observer sees of a stream, and how it ends or delays one.</summary>
public sealed class IngestObserverTests
{
    private static readonly byte[] Good = RecordWriter.Write(record => record.Text(1, "good"));
    private static readonly byte[] Bad = RecordWriter.Write(record => record.Text(1, "bad"));

    [Fact]
    public async Task Observer_OfAStream_SeesItsLifeInOrder()
    {
        var observer = new Recording();
        await using var scene = await StartAsync(observer);
        using var call = await scene.OpenAsync();

        await call.RequestStream.WriteAsync(RawZerobusClient.Record(0, Good));
        await RawZerobusClient.AckedAsync(call, 0);
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Eventually.Patience));
        await scene.SeenAsync(seen => seen.StreamsEnded == 1);
        await Eventually.HoldsAsync(() => observer.Events.Count == 6);

        Assert.Equal(["opening", "opened", "received 0 good", "committed 0", "acked 0", "ended OK"], observer.Events);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Received_ReturnsAnEnd_StreamEndsWithItsStatusAndTheRowIsNotCommitted(bool atOnce)
    {
        var observer = new Recording { End = new StreamEnd(new Status(StatusCode.OutOfRange, "refused"), atOnce) };
        await using var scene = await StartAsync(observer);
        using var call = await scene.OpenAsync();

        var status = await RawZerobusClient.EndedByAsync(
            call, RawZerobusClient.Record(0, Good), RawZerobusClient.Record(1, Bad));

        Assert.Equal(StatusCode.OutOfRange, status.StatusCode);
        Assert.DoesNotContain("committed 1", observer.Events);
        if (!atOnce) Assert.Contains("acked 0", observer.Events);
    }

    [Fact]
    public async Task OpeningAsync_ReturnsAStatus_StreamIsRefused()
    {
        var observer = new Recording { Refusal = new Status(StatusCode.ResourceExhausted, "full") };
        await using var scene = await StartAsync(observer);

        using var call = scene.Client.Call(
            await scene.Client.TokenAsync(RawZerobusClient.TableForm(scene.TableName)), scene.TableName);
        var status = await RawZerobusClient.FailureAsync(call);

        Assert.Equal(StatusCode.ResourceExhausted, status.StatusCode);
        await Eventually.HoldsAsync(() => observer.Events.Count == 2);
        Assert.Equal(["opening", "ended ResourceExhausted"], observer.Events);
    }

    [Fact]
    public async Task AckingAsync_NotComplete_HoldsTheAckOfADurableRow()
    {
        var observer = new Recording { MayAck = new TaskCompletionSource() };
        await using var scene = await StartAsync(observer);
        using var call = await scene.OpenAsync();

        await call.RequestStream.WriteAsync(RawZerobusClient.Record(0, Good));
        await observer.Acking.Task.WaitAsync(Eventually.Patience);
        Assert.Equal(1, scene.Statistics.RowsCommitted);
        Assert.Equal(0, scene.Statistics.AcksSent);
        observer.MayAck.SetResult();

        await RawZerobusClient.AckedAsync(call, 0);
    }

    [Fact]
    public async Task AbortStreams_OfATable_LeavesTheOthers()
    {
        await using var scene = await StartAsync(new Recording());
        var other = scene.Databricks.Tables.Create(
            SampleTables.MessagesSql.Replace(scene.TableName, "main.raw.other", StringComparison.Ordinal));
        using var first = await scene.OpenAsync();
        using var second = await scene.Client.OpenAsync(other.Name.ToString(), Catalog.Protobuf.TableDescriptor.Build(other));

        scene.Databricks.AbortStreams(StatusCode.Internal, "injected", other.Name);

        Assert.Equal(StatusCode.Internal, (await RawZerobusClient.FailureAsync(second)).StatusCode);
        await first.RequestStream.WriteAsync(RawZerobusClient.Record(0, Good));
        await RawZerobusClient.AckedAsync(first, 0);
    }

    private static Task<Scene> StartAsync(IngestObserver observer) =>
        Scene.StartAsync(options: new LocalDatabricksOptions { Observer = observer });

    private sealed class Recording : IngestObserver
    {
        public ConcurrentQueue<string> Events { get; } = new();

        public StreamEnd? End { get; init; }

        public Status? Refusal { get; init; }

        public TaskCompletionSource? MayAck { get; init; }

        /// <summary>Completes when the first ack is due.</summary>
        public TaskCompletionSource Acking { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override Task<Status?> OpeningAsync(IngestCall call, CancellationToken cancellationToken)
        {
            Assert.StartsWith("ipv4:127.0.0.1:", call.Peer, StringComparison.Ordinal);
            Events.Enqueue("opening");
            return Task.FromResult(Refusal);
        }

        public override void Opened(IngestCall call)
        {
            Assert.NotNull(call.Schema);
            Events.Enqueue("opened");
        }

        public override StreamEnd? Received(IngestCall call, long offset, IReadOnlyList<object?[]> rows)
        {
            Events.Enqueue($"received {offset} {TextOf(rows[0][0])}");
            return TextOf(rows[0][0]) == "bad" ? End : null;
        }

        public override void Committed(IngestCall call, long offset) => Events.Enqueue($"committed {offset}");

        public override Task AckingAsync(IngestCall call, long offset, CancellationToken cancellationToken)
        {
            Acking.TrySetResult();
            return MayAck?.Task ?? Task.CompletedTask;
        }

        public override void Acked(IngestCall call, long offset) => Events.Enqueue($"acked {offset}");

        public override void Ended(IngestCall call, StatusCode status) => Events.Enqueue($"ended {status}");
    }
}
