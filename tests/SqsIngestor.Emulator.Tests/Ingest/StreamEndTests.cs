using Grpc.Core;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Emulator.Tests.Ingest;

/// <summary>How a stream ends: by notice, by age, by a fault that a test asks for, with its table, with its client.</summary>
public sealed class StreamEndTests
{
    private static readonly byte[] Good = RecordWriter.Write(record => record.Text(1, "good"));

    [Fact]
    public async Task SignalClose_StreamGoesOnForTheNoticeThenEnds()
    {
        var clock = new QuietClock();
        var notice = TimeSpan.FromSeconds(60);
        await using var scene = await Scene.StartAsync(options: WithClock(clock));
        using var call = await scene.OpenAsync();
        var closing = scene.Databricks.SignalCloseAsync(notice);
        Assert.Equal(notice, (await RawZerobusClient.NextAsync(call)).CloseStreamSignal.Duration.ToTimeSpan());

        await call.RequestStream.WriteAsync(RawZerobusClient.Record(0, Good));
        await RawZerobusClient.AckedAsync(call, 0);
        clock.Advance(notice);
        var status = await RawZerobusClient.FailureAsync(call);

        Assert.Equal(StatusCode.Unavailable, status.StatusCode);
        Assert.Contains("6002", status.Detail, StringComparison.Ordinal);
        await closing.WaitAsync(Eventually.Patience);
        Assert.Equal(1, scene.Statistics.CloseSignals);
    }

    [Fact]
    public async Task StreamLifetime_Over_CloseIsSignalled()
    {
        var clock = new QuietClock();
        await using var scene = await Scene.StartAsync(
            options: WithClock(clock) with { StreamLifetime = TimeSpan.FromMinutes(15), CloseNotice = TimeSpan.Zero });
        using var call = await scene.OpenAsync();

        clock.Advance(TimeSpan.FromMinutes(15));

        Assert.NotNull((await RawZerobusClient.NextAsync(call)).CloseStreamSignal);
        Assert.Equal(StatusCode.Unavailable, (await RawZerobusClient.FailureAsync(call)).StatusCode);
    }

    [Fact]
    public async Task AbortStreams_StreamThatIsBeingAnnounced_IsEnded()
    {
        using var gate = new EventGate("IngestStreamOpened");
        await using var scene = await Scene.StartAsync(options: new LocalDatabricksOptions { LoggerFactory = gate });
        using var call =
            scene.Client.Call(await scene.Client.TokenAsync(RawZerobusClient.TableForm(scene.TableName)), scene.TableName);
        await call.RequestStream.WriteAsync(RawZerobusClient.Create(scene.TableName, scene.Descriptor));
        await gate.Reached.WaitAsync(Eventually.Patience);

        scene.Databricks.AbortStreams(StatusCode.Internal, "injected");
        gate.Open();

        Assert.Equal("injected", (await RawZerobusClient.FailureAsync(call)).Detail);
    }

    [Fact]
    public async Task AbortStreams_UnackedRecord_StreamEndsAtOnceWithTheStatus()
    {
        await using var scene = await Scene.StartAsync(options: new LocalDatabricksOptions { AckDelay = TimeSpan.FromHours(1) });
        using var call = await scene.OpenAsync();
        await call.RequestStream.WriteAsync(RawZerobusClient.Record(0, Good));
        await scene.SeenAsync(seen => seen.RecordsReceived > 0);

        scene.Databricks.AbortStreams(StatusCode.Internal, "injected");

        var status = await RawZerobusClient.FailureAsync(call);
        Assert.Equal((StatusCode.Internal, "injected"), (status.StatusCode, status.Detail));
        Assert.Equal(0, scene.Statistics.AcksSent);
    }

    [Fact]
    public async Task TableChanges_StreamIsEndedAndANewOneTakesTheColumn()
    {
        await using var scene = await Scene.StartAsync("CREATE TABLE a.b.c (x STRING)");
        using var call = await scene.OpenAsync();
        await call.RequestStream.WriteAsync(RawZerobusClient.Record(0, Good));
        await RawZerobusClient.AckedAsync(call, 0);

        var table = scene.Databricks.Tables.AddColumn(scene.Table.Name, new Column("y", new ScalarType(DeltaKind.Int)));
        Assert.Equal(StatusCode.Unavailable, (await RawZerobusClient.FailureAsync(call)).StatusCode);
        using var second = await scene.Client.OpenAsync("a.b.c", SqsIngestor.Catalog.Protobuf.TableDescriptor.Build(table));
        await second.RequestStream.WriteAsync(
            RawZerobusClient.Record(0, RecordWriter.Write(record => record.Text(1, "new").Number(2, 7))));
        await RawZerobusClient.AckedAsync(second, 0);

        Assert.Equal([null, 7], scene.Databricks.Tables.Query("SELECT y FROM a.b.c ORDER BY x").Rows.Select(row => row[0]));
    }

    [Fact]
    public async Task TableDropped_StreamEndsWithNotFound()
    {
        await using var scene = await Scene.StartAsync();
        using var call = await scene.OpenAsync();

        Assert.True(scene.Databricks.Tables.Drop(scene.Table.Name));

        Assert.Equal(StatusCode.NotFound, (await RawZerobusClient.FailureAsync(call)).StatusCode);
    }

    [Fact]
    public async Task Client_GoesAway_StreamEndsAndTheServerGoesOn()
    {
        await using var scene = await Scene.StartAsync();
        using (var call = await scene.OpenAsync()) await call.RequestStream.WriteAsync(RawZerobusClient.Record(0, Good));
        await scene.SeenAsync(seen => seen.StreamsEnded > 0);

        using var second = await scene.OpenAsync();
        await second.RequestStream.WriteAsync(RawZerobusClient.Record(0, Good));
        await RawZerobusClient.AckedAsync(second, 0);

        Assert.Equal(2, scene.Statistics.StreamsOpened);
        Assert.Equal(1, scene.Statistics.StreamsEnded);
    }

    private static LocalDatabricksOptions WithClock(TimeProvider clock) =>
        new() { TimeProvider = clock, StreamLifetime = Timeout.InfiniteTimeSpan };
}
