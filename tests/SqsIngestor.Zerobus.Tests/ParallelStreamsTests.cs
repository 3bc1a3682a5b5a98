using System.Collections.Concurrent;
using System.Text;
using Grpc.Core;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Zerobus.Tests;

/// <summary>Several streams of one table, while all of them work.</summary>
public sealed class ParallelStreamsTests
{
    [Fact]
    public async Task WriteAsync_Keys_EachStaysOnItsStreamInOrder()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var streams = await OpenAsync(rig, 4);

        var positions = new List<(string Key, ZerobusPosition Position)>();
        for (var i = 0; i < 200; i++)
        {
            var key = $"key-{i % 10}";
            var record = Encoding.UTF8.GetBytes($"{key} {i}");
            positions.Add((key, await streams.WriteAsync(record, Encoding.UTF8.GetBytes(key))));
        }

        await streams.CloseAsync().WaitAsync(ZerobusRig.Patience);

        Assert.All(positions, p => Assert.Equal(streams.StreamOf(Encoding.UTF8.GetBytes(p.Key)), p.Position.Stream));
        Assert.True(positions.Select(static p => p.Position.Stream).Distinct().Count() > 1);
        Assert.Equal(200, rig.Durable.Distinct().Count());
        foreach (var key in rig.Durable.GroupBy(static d => d.Split(' ')[0]))
        {
            var numbers = key.Select(static d => int.Parse(d.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(numbers.Order(), numbers);
        }
    }

    [Fact]
    public async Task WriteAsync_WithoutAKey_TakesTurns()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var streams = await OpenAsync(rig, 3);

        for (var i = 0; i < 9; i++)
            await streams.WriteAsync(ZerobusRig.Record(i));
        await streams.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(-1, streams.StreamOf([]));
        Assert.Equal([3, 3, 3], rig.Server.State.Connections.Select(static c => c.Received.Count));
        Assert.Equal([3L, 3L, 3L], streams.GetStreams().Select(static s => s.Accepted));
        Assert.All(streams.GetStreams(), static s => Assert.Equal(0, s.Unsettled));
        Assert.Equal(3, streams.GetStreams().Select(static s => s.StreamId).Distinct().Count());
        Assert.Equal(ZerobusStreamState.Open, streams.State);
        Assert.False(streams.HasUnacked);
        Assert.Null(streams.Failure);
    }

    [Fact]
    public async Task Writes_EveryKind_GoWholeToOneStream()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var proto = await OpenAsync(rig, 2);
        await using var json = await rig.Client.OpenParallelStreamsAsync(ZerobusRig.Json, 2).WaitAsync(ZerobusRig.Patience);

        var none = await proto.WriteBatchAsync([], "key"u8);
        var list = await proto.WriteBatchAsync([ZerobusRig.Record(0), ZerobusRig.Record(1)], "key"u8);
        var packed = await proto.WriteBatchAsync("abc"u8.ToArray(), new[] { 1, 2 }, "key"u8);
        var one = await json.WriteJsonAsync("{}"u8.ToArray(), "key"u8);
        var two = await json.WriteJsonBatchAsync([Encoding.UTF8.GetBytes("{\"a\":1}"), "{}"u8.ToArray()], "key"u8);
        var mismatch = await Assert.ThrowsAsync<ZerobusException>(() => json.WriteAsync(ZerobusRig.Record(0)).AsTask());
        await proto.WaitForAckAsync(packed).AsTask().WaitAsync(ZerobusRig.Patience);
        await json.WaitForAckAsync(two).AsTask().WaitAsync(ZerobusRig.Patience);

        var stream = proto.StreamOf("key"u8);
        Assert.Equal([new(stream, -1), new(stream, 0), new ZerobusPosition(stream, 1)], [none, list, packed]);
        Assert.Equal([new(stream, 0), new ZerobusPosition(stream, 1)], [one, two]);
        Assert.True(proto.IsSettled(packed, out var failure));
        Assert.Null(failure);
        Assert.False(proto.IsSettled(packed with { Offset = 2 }, out _));
        Assert.Equal(ZerobusErrorCode.RecordTypeMismatch, mismatch.Code);
        Assert.NotNull(mismatch.StreamIndex);
        Assert.Equal(7, rig.Durable.Length);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => proto.WaitForAckAsync(new(2, 0)).AsTask());
        Assert.Throws<ArgumentOutOfRangeException>(() => proto.IsSettled(new(-1, 0), out _));
    }

    [Fact]
    public async Task WriteAvroAsync_OneAndABatch_GoToTheStreamOfTheKey()
    {
        await using var rig = await ZerobusRig.StartAsync(
            tune: static options => options with { Preview = new ZerobusPreviewOptions { Avro = true } });
        await using var streams = await rig.Client.OpenParallelStreamsAsync(
            new ZerobusStreamOptions { Table = ZerobusRig.Table, RecordType = RecordType.Avro, AvroSchema = "\"long\"" }, 2)
            .WaitAsync(ZerobusRig.Patience);

        var one = await streams.WriteAvroAsync(ZerobusRig.Record(0), "key"u8);
        var two = await streams.WriteAvroBatchAsync([ZerobusRig.Record(1), ZerobusRig.Record(2)], "key"u8);
        await streams.WaitForAckAsync(two).AsTask().WaitAsync(ZerobusRig.Patience);

        var stream = streams.StreamOf("key"u8);
        Assert.Equal([new(stream, 0), new ZerobusPosition(stream, 1)], [one, two]);
        Assert.Equal(["record-0", "record-1", "record-2"], rig.Durable);
        Assert.All(rig.Server.State.Connections, static connection => Assert.Equal("\"long\"", connection.AvroSchema));
    }

    [Fact]
    public async Task OnAck_EachStream_TellsItsIndex()
    {
        var settled = new ConcurrentDictionary<int, long>();
        await using var rig = await ZerobusRig.StartAsync();
        await using var streams = await rig.Client.OpenParallelStreamsAsync(
            ZerobusRig.Proto, 3, (index, acked) => settled[index] = acked.UpToOffset).WaitAsync(ZerobusRig.Patience);

        for (var i = 0; i < 6; i++)
            await streams.WriteAsync(ZerobusRig.Record(i));
        await streams.CloseAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal([(0, 1L), (1, 1L), (2, 1L)], settled.Select(static s => (s.Key, s.Value)).Order());
    }

    [Fact]
    public async Task FlushAsync_ARecordIsRefused_NamesItsStreamAndTheOthersAreDurable()
    {
        await using var rig = await ZerobusRig.StartAsync(Scripts.Refusing(
            static r => ZerobusRig.Text(r) == "bad" ? new Status(StatusCode.InvalidArgument, "bad") : null));
        var streams = await OpenAsync(rig, 3);
        for (var i = 0; i < 30; i++)
            await streams.WriteAsync(ZerobusRig.Record(i));
        var bad = await streams.WriteAsync("bad"u8.ToArray(), "some key"u8);

        var error = await Assert.ThrowsAsync<ZerobusException>(() => streams.FlushAsync().WaitAsync(ZerobusRig.Patience));

        Assert.Equal(ZerobusErrorCode.RecordRefused, error.Code);
        Assert.Equal(bad.Stream, error.StreamIndex);
        Assert.Equal(bad.Offset, Assert.Single(error.Refused).Offset);
        Assert.Equal(30, rig.Durable.Distinct().Count());
        Assert.True(streams.IsSettled(bad, out var failure));
        Assert.Equal(bad.Stream, failure!.StreamIndex);
    }

    [Fact]
    public async Task OpenParallelStreamsAsync_OneIsRefused_ClosesTheOthersAndThrowsItsError()
    {
        await using var rig = await ZerobusRig.StartAsync(static async connection =>
        {
            if (connection.Number == 3)
                throw new RpcException(new Status(StatusCode.NotFound, "no such table"));
            await Scripts.WellBehaved(connection);
        });

        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => rig.Client.OpenParallelStreamsAsync(ZerobusRig.Proto, 8).WaitAsync(ZerobusRig.Patience));

        Assert.Equal(ZerobusErrorCode.TableNotFound, error.Code);
        foreach (var connection in rig.Server.State.Connections)
            await connection.Over.WaitAsync(ZerobusRig.Patience);
    }

    [Fact]
    public async Task OpenParallelStreamsAsync_Cancelled_LeavesNothingOpen()
    {
        await using var rig = await ZerobusRig.StartAsync(static async connection =>
        {
            if (connection.Number < 2)
            {
                await Scripts.WellBehaved(connection);
                return;
            }

            await connection.ReadCreateAsync();
            await connection.StallAsync();
        });
        using var cancelled = new CancellationTokenSource();

        var opening = rig.Client.OpenParallelStreamsAsync(ZerobusRig.Proto, 3, cancellationToken: cancelled.Token);
        await rig.Server.State.ConnectionAsync(2).WaitAsync(ZerobusRig.Patience);
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(ZerobusRig.Patience));
        foreach (var connection in rig.Server.State.Connections)
            await connection.Over.WaitAsync(ZerobusRig.Patience);
    }

    [Fact]
    public async Task OpenParallelStreamsAsync_MoreThanThePaceAllows_WaitsForIt()
    {
        var clock = new SteppedClock();
        // Two at once, then one every 20 s, and up to a tenth more.
        await using var rig = await ZerobusRig.StartAsync(tune: static o => o with { OpensPerMinute = 5 }, clock: clock);

        var opening = rig.Client.OpenParallelStreamsAsync(ZerobusRig.Proto, 4);
        await Eventually.HoldsAsync(() => Opened() == 2);
        clock.Advance(TimeSpan.FromSeconds(19.9));
        Assert.Equal(2, rig.Server.State.Connections.Count);
        clock.Advance(TimeSpan.FromSeconds(2.2));
        await Eventually.HoldsAsync(() => Opened() == 3);
        Assert.False(opening.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(22));

        Assert.Equal(4, (await opening.WaitAsync(ZerobusRig.Patience)).Count);

        int Opened() => rig.Logs.Lines.Count(static l => l.Contains("Opened stream", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public async Task OpenParallelStreamsAsync_CountOutOfRange_IsRefused(int count)
    {
        await using var client = new ZerobusClient(
            new ZerobusClientOptions { Endpoint = new Uri("http://127.0.0.1") }, new StaticHeadersProvider("t"));

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.OpenParallelStreamsAsync(ZerobusRig.Proto, count));
    }

    [Fact]
    public async Task OpenParallelStreamsAsync_WithTheCallbackOfOneStream_IsRefused()
    {
        await using var client = new ZerobusClient(
            new ZerobusClientOptions { Endpoint = new Uri("http://127.0.0.1") }, new StaticHeadersProvider("t"));

        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => client.OpenParallelStreamsAsync(ZerobusRig.Proto with { OnAck = static _ => { } }, 2));

        Assert.Equal(ZerobusErrorCode.OptionsInvalid, error.Code);
    }

    [Fact]
    public async Task WriteAsync_SharedMemoryIsFull_EachStreamHasItsPart()
    {
        await using var rig = await ZerobusRig.StartAsync(
            static async connection =>
            {
                await connection.OpenAsync();
                await connection.ReadAsync(int.MaxValue);
            },
            static o => o with { MaxTotalInFlightBytes = 4 * 1024 * 1024 });
        var streams = await OpenAsync(rig, 4);
        using var cancelled = new CancellationTokenSource();
        // One stream takes all that it may have.
        var (large, until) = (new byte[100_000], cancelled.Token);
        while (streams.WriteAsync(large, "key"u8, cancellationToken: until).AsTask().IsCompletedSuccessfully)
        {
        }

        // Each of the others has an eighth of the memory for itself.
        var taken = new HashSet<int>();
        for (var i = 0; taken.Count < 3; i++)
        {
            var key = BitConverter.GetBytes(i);
            if (streams.StreamOf(key) is var stream && stream != streams.StreamOf("key"u8) && taken.Add(stream))
                await streams.WriteAsync(new byte[400_000], key).AsTask().WaitAsync(ZerobusRig.Patience);
        }

        await cancelled.CancelAsync();
        streams.Abort();
    }

    [Fact]
    public async Task DisposeAsync_WithUnackedRecords_WaitsForTheirAcks()
    {
        await using var rig = await ZerobusRig.StartAsync();
        await using (var streams = await rig.Client.OpenParallelStreamsAsync(ZerobusRig.Proto, 4).WaitAsync(ZerobusRig.Patience))
        {
            for (var i = 0; i < 40; i++)
                await streams.WriteAsync(ZerobusRig.Record(i));
        }

        Assert.Equal(40, rig.Durable.Distinct().Count());
    }

    [Fact]
    public async Task Open_OnSharedConnections_Delivers()
    {
        await using var rig = await ZerobusRig.StartAsync(tune: static o => o with { SharedConnections = 2 });
        var streams = await OpenAsync(rig, 16);
        for (var i = 0; i < 160; i++)
            await streams.WriteAsync(ZerobusRig.Record(i));
        await streams.CloseAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(160, rig.Durable.Distinct().Count());
        Assert.Equal(ZerobusStreamState.Closed, streams.State);
    }

    private static Task<ZerobusParallelStreams> OpenAsync(ZerobusRig rig, int count) =>
        rig.Client.OpenParallelStreamsAsync(ZerobusRig.Proto, count).WaitAsync(ZerobusRig.Patience);
}
