using Grpc.Core;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Contract;

namespace SqsIngestor.Emulator.Tests.Ingest;

/// <summary>What a stream does with records and acks.</summary>
public sealed class IngestStreamTests
{
    private static readonly byte[] Good = RecordWriter.Write(record => record.Text(1, "good"));
    private static readonly byte[] Bad = RecordWriter.Write(record => record.Bytes(1, [0xFF]));

    [Theory]
    [InlineData(0, 2)]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    public async Task Offsets_NotOneAfterTheOther_Error4002(long first, long second)
    {
        await using var scene = await Scene.StartAsync();
        using var call = await scene.OpenAsync();

        var status = await RawZerobusClient.EndedByAsync(
            call, RawZerobusClient.Record(first, Good), RawZerobusClient.Record(second, Good));

        Assert.Equal(StatusCode.InvalidArgument, status.StatusCode);
        Assert.Contains("4002", status.Detail, StringComparison.Ordinal);
        Assert.Equal(first == 0 ? 1 : 0, scene.CountRows());
    }

    [Fact]
    public async Task BadRecord_AfterGoodOnes_TheseAreCommittedAndAckedFirst()
    {
        await using var scene = await Scene.StartAsync();
        using var call = await scene.OpenAsync();
        await RawZerobusClient.WriteUntilEndAsync(
            call, Enumerable.Range(0, 5).Select(i => RawZerobusClient.Record(i, i == 3 ? Bad : Good)));

        await RawZerobusClient.AckedAsync(call, 2);
        var status = await RawZerobusClient.FailureAsync(call);

        Assert.Equal(StatusCode.InvalidArgument, status.StatusCode);
        Assert.Equal("record 0 of offset 3: record_not_utf8: column message_id: the text is not UTF-8.", status.Detail);
        Assert.Equal(3, scene.CountRows());
        Assert.Equal(1, scene.Statistics.RecordsRefused);
    }

    [Fact]
    public async Task Batch_OneBadRecord_NothingOfItIsStored()
    {
        await using var scene = await Scene.StartAsync();
        using var call = await scene.OpenAsync();

        var status = await RawZerobusClient.EndedByAsync(call, RawZerobusClient.Batch(0, Good, Good, Bad, Good));

        Assert.Contains("record 2 of offset 0", status.Detail, StringComparison.Ordinal);
        Assert.Equal(0, scene.CountRows());
    }

    [Fact]
    public async Task Batch_Empty_TakesAnOffsetAndIsAcked()
    {
        await using var scene = await Scene.StartAsync();
        using var call = await scene.OpenAsync();
        await call.RequestStream.WriteAsync(RawZerobusClient.Batch(0));
        await call.RequestStream.WriteAsync(RawZerobusClient.Record(1, Good));

        await RawZerobusClient.AckedAsync(call, 1);

        Assert.Equal(1, scene.CountRows());
    }

    [Fact]
    public async Task AckDelay_TenRecords_AreAllInFlightUntilItIsOver()
    {
        var clock = new DueClock();
        await using var scene = await Scene.StartAsync(options: WithClock(clock) with { AckDelay = TimeSpan.FromSeconds(5) });
        using var call = await scene.OpenAsync();
        for (var i = 0; i < 10; i++) await call.RequestStream.WriteAsync(RawZerobusClient.Record(i, Good));
        await scene.SeenAsync(seen => seen.RowsCommitted == 10);
        Assert.Equal((10, 0), (scene.Statistics.LargestInFlight, scene.Statistics.AcksSent));

        var waited = await clock.RunUntilAsync(RawZerobusClient.AckedAsync(call, 9), longest: TimeSpan.FromSeconds(5));

        Assert.Equal(TimeSpan.FromSeconds(5), waited);
        Assert.Equal(10, scene.CountRows());
    }

    [Fact]
    public async Task HoldAcks_On_RowIsCommittedAndAckedWhenItIsOff()
    {
        await using var scene = await Scene.StartAsync();
        scene.Databricks.Faults.HoldAcks = true;
        using var call = await scene.OpenAsync();
        for (var i = 0; i < 3; i++) await call.RequestStream.WriteAsync(RawZerobusClient.Record(i, Good));
        await scene.SeenAsync(seen => seen.RowsCommitted == 3);
        Assert.Equal(0, scene.Statistics.AcksSent);

        scene.Databricks.Faults.HoldAcks = false;

        await RawZerobusClient.AckedAsync(call, 2);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task Message_TenMebibytes_IsTheLimit(int beyond, bool accepted)
    {
        await using var scene = await Scene.StartAsync();
        using var call = await scene.OpenAsync();
        var request = RawZerobusClient.Record(0, RecordWriter.Write(record => record.Text(3, new string('x', 10_400_000))));
        var body = new string('x', 10_400_000 + (10 * 1024 * 1024) - request.CalculateSize() + beyond);
        request = RawZerobusClient.Record(0, RecordWriter.Write(record => record.Text(3, body)));
        Assert.Equal((10 * 1024 * 1024) + beyond, request.CalculateSize());

        if (accepted)
        {
            await call.RequestStream.WriteAsync(request);
            await RawZerobusClient.AckedAsync(call, 0);
            Assert.Equal(
                (long)body.Length, scene.Databricks.Tables.Query("SELECT length(body) FROM main.raw.sqs_messages").Scalar);
        }
        else
        {
            Assert.Equal(StatusCode.ResourceExhausted, (await RawZerobusClient.EndedByAsync(call, request)).StatusCode);
        }
    }

    [Fact]
    public async Task JsonStream_Records_AreRows()
    {
        await using var scene =
            await Scene.StartAsync("CREATE TABLE a.b.c (s STRING, n BIGINT, b BINARY, m MAP<STRING, INT>, v VARIANT)");
        using var call = scene.Client.Call(await scene.Client.TokenAsync(RawZerobusClient.TableForm("a.b.c")), "a.b.c");
        await call.RequestStream.WriteAsync(
            new EphemeralStreamRequest
            {
                CreateStream = new CreateIngestStreamRequest { TableName = "a.b.c", RecordType = RecordType.Json },
            });
        Assert.NotNull((await RawZerobusClient.NextAsync(call)).CreateStreamResponse);
        await call.RequestStream.WriteAsync(new EphemeralStreamRequest
        {
            IngestRecord = new IngestRecordRequest
            {
                OffsetId = 0,
                JsonRecord = """{"s":"é","n":"9007199254740993","b":"AP8=","m":{"k":1},"v":{"x":[1]}}""",
            },
        });
        await RawZerobusClient.AckedAsync(call, 0);

        var row = Assert.Single(scene.Databricks.Tables.Query("SELECT * FROM a.b.c").Rows);
        Assert.Equal("é", row[0]);
        Assert.Equal(9_007_199_254_740_993L, row[1]);
        Assert.Equal(new byte[] { 0, 255 }, row[2]);
        Assert.Equal("""{"x":[1]}""", row[4]);

        var status = await RawZerobusClient.EndedByAsync(call, RawZerobusClient.Record(1, Good));
        Assert.Contains("created for JSON records", status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StoreRows_False_RecordsAreCheckedAndAckedAndNothingIsKept()
    {
        await using var scene = await Scene.StartAsync(options: new LocalDatabricksOptions { StoreRows = false });
        using var call = await scene.OpenAsync();
        await call.RequestStream.WriteAsync(RawZerobusClient.Record(0, Good));
        await RawZerobusClient.AckedAsync(call, 0);

        Assert.Equal(
            StatusCode.InvalidArgument, (await RawZerobusClient.EndedByAsync(call, RawZerobusClient.Record(1, Bad))).StatusCode);
        Assert.Equal(1, scene.Statistics.RowsCommitted);
        Assert.Throws<SqsIngestor.Emulator.Tables.TableStoreException>(() => _ = scene.CountRows());
    }

    [Fact]
    public async Task FourStreams_AtOnce_EveryRowIsStoredOnceAndInItsStreamsOrder()
    {
        await using var scene = await Scene.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async stream =>
        {
            using var call = await scene.OpenAsync();
            var acked = RawZerobusClient.AckedAsync(call, 199);
            for (var i = 0; i < 200; i++)
            {
                await call.RequestStream.WriteAsync(
                    RawZerobusClient.Record(i, RecordWriter.Write(record => record.Text(1, $"{stream}").Text(3, $"{i}"))));
            }
            await acked;
        }));

        var rows = scene.Databricks.Tables.Query("SELECT message_id, body FROM main.raw.sqs_messages ORDER BY rowid").Rows;
        foreach (var stream in rows.GroupBy(row => row[0]))
        {
            Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i}"), stream.Select(row => row[1]));
        }
        Assert.Equal(800, rows.Count);
        Assert.Equal(800, scene.Statistics.RowsCommitted);
    }

    private static LocalDatabricksOptions WithClock(TimeProvider clock) =>
        new() { TimeProvider = clock, StreamLifetime = Timeout.InfiniteTimeSpan };
}
