using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.Connections;
using SqsIngestor.Zerobus.Testing;
using SqsIngestor.Zerobus.Tests.Support;

namespace SqsIngestor.Zerobus.Tests;

/// <summary>Streams of a client that share HTTP/2 connections.</summary>
public sealed class SharedConnectionsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Open_MoreStreamsThanConnections_ShareThem(int connections)
    {
        await using var rig = await ProxiedRig.StartAsync(tune: o => o with { SharedConnections = connections });

        var streams = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => rig.Rig.OpenAsync(Table(i))));
        foreach (var (stream, i) in streams.Select(static (s, i) => (s, i)))
            await stream.WriteAsync(ZerobusRig.Record(i));
        await Task.WhenAll(streams.Select(static s => s.CloseAsync())).WaitAsync(ZerobusRig.Patience);

        Assert.Equal(connections, rig.Proxy.Accepted);
        Assert.Equal(8, rig.Rig.Durable.Distinct().Count());
        var calls = rig.Rig.Server.State.Connections;
        Assert.Equal(8, calls.Count);
        Assert.All(calls, static c => Assert.Equal(c.Table, c.Headers["x-databricks-zerobus-table-name"]));
        Assert.All(calls, static c => Assert.Equal("Bearer " + ZerobusRig.Token, c.Headers["authorization"]));
        Assert.Equal(8, calls.Select(static c => c.Table).Distinct().Count());
    }

    [Fact]
    public async Task Open_OverTls_ShareOneConnection()
    {
        using var authority = new TestAuthority();
        await using var server = await ScriptedZerobus.StartAsync(certificate: authority.Certificate);
        await using var door = new UnixDoor(server.Endpoint.Port);
        await using var client = new ZerobusClient(
            new ZerobusClientOptions
            {
                Endpoint = server.Endpoint,
                CertificateAuthorityFile = authority.File,
                SharedConnections = 1,
                ConnectCallback = (_, cancellationToken) => door.ConnectAsync(cancellationToken),
            },
            new StaticHeadersProvider(ZerobusRig.Token));
        // There is no connection to prepare.
        client.Prepare();

        var first = await client.OpenStreamAsync(ZerobusRig.Proto).WaitAsync(ZerobusRig.Patience);
        var second = await client.OpenStreamAsync(ZerobusRig.Proto).WaitAsync(ZerobusRig.Patience);
        await first.WriteAsync(ZerobusRig.Record(0));
        await second.WriteAsync(ZerobusRig.Record(1));
        await Task.WhenAll(first.CloseAsync(), second.CloseAsync()).WaitAsync(ZerobusRig.Patience);

        Assert.Equal(2, server.State.Durable.Count);
        Assert.Equal(1, door.Accepted);
    }

    [Fact]
    public async Task Abort_OneOfThem_TheOthersStayOnTheConnection()
    {
        await using var rig = await ProxiedRig.StartAsync(tune: static o => o with { SharedConnections = 1 });
        var (aborted, closed, left) = (await rig.Rig.OpenAsync(), await rig.Rig.OpenAsync(), await rig.Rig.OpenAsync());

        aborted.Abort();
        await closed.CloseAsync().WaitAsync(ZerobusRig.Patience);
        await Eventually.HoldsAsync(() => aborted.State == ZerobusStreamState.Closed);
        await left.WriteAsync(ZerobusRig.Record(0));
        await left.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(0, left.Reopens);
        Assert.Equal(1, rig.Proxy.Accepted);
        Assert.Equal(["record-0"], rig.Rig.Durable);
    }

    [Fact]
    public async Task Abort_AStreamThatTheServiceDoesNotRead_EndsAtOnceAndTheOthersGoOn()
    {
        await using var rig = await ProxiedRig.StartAsync(
            tune: static o => o with { SharedConnections = 1 },
            script: Scripts.InTurn(
                static async connection =>
                {
                    await connection.OpenAsync();
                    await connection.StallAsync();
                },
                Scripts.WellBehaved));
        var (stalled, other) = (await rig.Rig.OpenAsync(), await rig.Rig.OpenAsync());
        // More than fits into its window.
        for (var i = 0; i < 30; i++)
            await stalled.WriteAsync(new byte[100_000]);
        await other.WriteAsync(ZerobusRig.Record(0));
        await other.FlushAsync().WaitAsync(ZerobusRig.Patience);

        stalled.Abort();
        await Eventually.HoldsAsync(() => stalled.State == ZerobusStreamState.Closed);
        await other.WriteAsync(ZerobusRig.Record(1));
        await other.CloseAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(["record-0", "record-1"], rig.Rig.Durable);
        Assert.Equal(1, rig.Proxy.Accepted);
    }

    [Fact]
    public async Task Close_TheLastOfThem_EndsTheConnection()
    {
        await using var rig = await ProxiedRig.StartAsync(tune: static o => o with { SharedConnections = 1 });
        var (first, second) = (await rig.Rig.OpenAsync(), await rig.Rig.OpenAsync());

        await first.CloseAsync().WaitAsync(ZerobusRig.Patience);
        Assert.Equal(1, rig.Proxy.Open);
        await second.CloseAsync().WaitAsync(ZerobusRig.Patience);

        await Eventually.HoldsAsync(() => rig.Proxy.Open == 0);
        await (await rig.Rig.OpenAsync()).CloseAsync().WaitAsync(ZerobusRig.Patience);
        Assert.Equal(2, rig.Proxy.Accepted);
    }

    [Fact]
    public async Task Write_TheConnectionIsReset_AllStreamsGoOnWithAnotherAndNoRecordIsBlamed()
    {
        await using var rig = await ProxiedRig.StartAsync(
            tune: static o => o with { SharedConnections = 1 },
            script: static async connection =>
            {
                await connection.OpenAsync();
                // The first three see their records and ack nothing.
                if (connection.Number < 3)
                    await connection.ReadAsync(int.MaxValue);
                await Scripts.AckAllAsync(connection);
            });
        var streams = new[] { await rig.Rig.OpenAsync(), await rig.Rig.OpenAsync(), await rig.Rig.OpenAsync() };
        foreach (var (stream, i) in streams.Select(static (s, i) => (s, i)))
        {
            await stream.WriteAsync(ZerobusRig.Record(2 * i));
            await stream.WriteAsync(ZerobusRig.Record(2 * i + 1));
        }

        await Eventually.HoldsAsync(() => rig.Rig.Server.State.Connections.Sum(static c => c.Received.Count) == 6);
        rig.Proxy.Reset();
        await Task.WhenAll(streams.Select(static s => s.CloseAsync())).WaitAsync(ZerobusRig.Patience);

        Assert.Equal(2, rig.Proxy.Accepted);
        Assert.Equal(Enumerable.Range(0, 6).Select(static i => $"record-{i}"), rig.Rig.Durable.Order());
        Assert.All(streams, static s => Assert.Equal(1, s.Reopens));
    }

    [Fact]
    public async Task Write_TheConnectionFallsSilent_OneStreamNoticesAndAllGetAnother()
    {
        var clock = new SteppedClock();
        await using var rig = await ProxiedRig.StartAsync(clock, static o => o with { SharedConnections = 1 });
        var (first, second) = (await rig.Rig.OpenAsync(), await rig.Rig.OpenAsync());
        rig.Proxy.Swallow();
        await first.WriteAsync(ZerobusRig.Record(0));

        await clock.WhenWaitingAsync(AckDeadline.Tick);
        await clock.StepAsync(AckDeadline.Tick, TimeSpan.FromMinutes(2), () => rig.Rig.Silences == 1);
        await clock.RunUntilAsync(first.FlushAsync());
        await second.WriteAsync(ZerobusRig.Record(1));
        await clock.RunUntilAsync(second.FlushAsync());

        Assert.Equal(["record-0", "record-1"], rig.Rig.Durable);
        Assert.Equal(2, rig.Proxy.Accepted);
    }

    [Fact]
    public async Task Write_FrozenWhileTheConnectionDied_AllStreamsRecoverOnAnother()
    {
        var clock = new SteppedClock();
        await using var rig = await ProxiedRig.StartAsync(
            clock, static o => o with { SharedConnections = 1, SuspectAfter = TimeSpan.FromSeconds(2) });
        var (first, second) = (await rig.Rig.OpenAsync(), await rig.Rig.OpenAsync());
        rig.Proxy.Swallow();
        await first.WriteAsync(ZerobusRig.Record(0));
        await second.WriteAsync(ZerobusRig.Record(1));
        await Eventually.HoldsAsync(() => first.Awaited is not null && second.Awaited is not null);

        await clock.WhenWaitingAsync(AckDeadline.Tick);
        clock.Advance(TimeSpan.FromHours(1));
        await clock.WhenWaitingAsync(AckDeadline.Tick);
        var took = await clock.StepAsync(AckDeadline.Tick, TimeSpan.FromMinutes(2), () => rig.Rig.Silences >= 1);
        await clock.RunUntilAsync(Task.WhenAll(first.FlushAsync(), second.FlushAsync()));

        Assert.InRange(took, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1) + 2 * AckDeadline.Tick);
        Assert.Equal(["record-0", "record-1"], rig.Rig.Durable.Order());
        Assert.Equal(2, rig.Proxy.Accepted);
    }

    [Fact]
    public async Task Write_FrozenButTheConnectionLives_EachStreamAsksItAndKeepsIt()
    {
        var clock = new SteppedClock();
        var acks = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var rig = await ZerobusRig.StartAsync(
            async connection =>
            {
                await connection.OpenAsync();
                var request = await connection.ReadAsync();
                await acks.Task;
                connection.Commit(request!);
                await connection.AckAsync(0);
                await Scripts.AckAllAsync(connection);
            },
            static o => o with { SharedConnections = 1, SuspectAfter = TimeSpan.FromSeconds(2) },
            clock: clock);
        var streams = new[] { await rig.OpenAsync(), await rig.OpenAsync(), await rig.OpenAsync() };
        foreach (var stream in streams)
            await stream.WriteAsync(ZerobusRig.Record(0));
        await Eventually.HoldsAsync(() => rig.Server.State.Connections.Sum(static c => c.Received.Count) == 3);

        await clock.WhenWaitingAsync(AckDeadline.Tick);
        clock.Advance(TimeSpan.FromHours(1));
        await Eventually.HoldsAsync(() => rig.Logs.Lines.Count(
            static l => l.Contains(" 1017 ", StringComparison.Ordinal)) == 3);
        acks.SetResult();
        await Task.WhenAll(streams.Select(static s => s.CloseAsync())).WaitAsync(ZerobusRig.Patience);

        Assert.Equal(3, rig.Server.State.Connections.Count);
        Assert.Equal(3, rig.Durable.Length);
    }

    [Fact]
    public async Task Open_TheConnectionIsDeadAfterAPause_IsAskedAndNotUsed()
    {
        var clock = new SteppedClock();
        await using var rig = await ProxiedRig.StartAsync(
            clock, static o => o with { SharedConnections = 1, SuspectAfter = TimeSpan.FromSeconds(2) });
        var first = await rig.Rig.OpenAsync();
        rig.Proxy.Swallow();
        clock.Advance(TimeSpan.FromSeconds(10));

        var opening = rig.Rig.OpenAsync();
        await clock.WhenWaitingAsync(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(1));
        var second = await opening;

        Assert.Equal("stream-1", second.StreamId);
        Assert.Equal(2, rig.Proxy.Accepted);
        first.Abort();
    }

    [Fact]
    public async Task Open_TheConnectionAnswersAfterAPause_IsUsed()
    {
        var clock = new SteppedClock();
        await using var rig = await ProxiedRig.StartAsync(
            clock, static o => o with { SharedConnections = 1, SuspectAfter = TimeSpan.FromSeconds(2) });
        await rig.Rig.OpenAsync();
        clock.Advance(TimeSpan.FromSeconds(10));

        await rig.Rig.OpenAsync();

        Assert.Equal(1, rig.Proxy.Accepted);
    }

    [Fact]
    public async Task Open_TheServiceAllowsFewerCalls_MakesMoreConnections()
    {
        await using var server = await ScriptedZerobus.StartAsync(mostCalls: 2);
        await using var door = new UnixDoor(server.Endpoint.Port);
        await using var client = new ZerobusClient(
            new ZerobusClientOptions
            {
                Endpoint = server.Endpoint,
                SharedConnections = 1,
                ConnectCallback = (_, cancellationToken) => door.ConnectAsync(cancellationToken),
            },
            new StaticHeadersProvider(ZerobusRig.Token));

        var streams = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.OpenStreamAsync(ZerobusRig.Proto)))
            .WaitAsync(ZerobusRig.Patience);

        Assert.Equal(3, door.Accepted);
        await Task.WhenAll(streams.Select(static s => s.CloseAsync())).WaitAsync(ZerobusRig.Patience);
    }

    [Fact]
    public async Task Write_ARecordEndsEveryConnection_IsFoundOnAConnectionOfItsOwn()
    {
        await using var rig = await ProxiedRig.StartAsync(
            tune: static o => o with { SharedConnections = 1 },
            script: static async connection =>
            {
                await connection.OpenAsync();
                while (await connection.ReadAsync() is { } request)
                {
                    if (ZerobusRig.Text(request.Records[0]) == "bad")
                    {
                        connection.DropTransport();
                        await connection.StallAsync();
                    }

                    connection.Commit(request);
                    await connection.AckAsync(request.Offset);
                }
            });
        var (poisoned, neighbor) = (await rig.Rig.OpenAsync(), await rig.Rig.OpenAsync());
        var bad = await poisoned.WriteAsync("bad"u8.ToArray());
        await poisoned.WriteAsync(ZerobusRig.Record(1));

        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => poisoned.WaitForAckAsync(bad).AsTask().WaitAsync(ZerobusRig.Patience));
        await neighbor.WriteAsync(ZerobusRig.Record(2));
        await neighbor.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(ZerobusErrorCode.RecordSuspected, error.Code);
        Assert.Equal(["record-1", "record-2"], rig.Rig.Durable.Order());
        // Twice together with it.
        Assert.InRange(neighbor.Reopens, 0, 2);
    }

    [Fact]
    public async Task Open_NothingListens_FailsEveryStream()
    {
        await using var client = new ZerobusClient(
            new ZerobusClientOptions
            {
                Endpoint = new Uri("http://zerobus.test"),
                SharedConnections = 1,
                OpenAttempts = 1,
                ConnectCallback = static (_, _) => throw new IOException("Nobody is there."),
            },
            new StaticHeadersProvider(ZerobusRig.Token));

        var errors = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Assert.ThrowsAsync<ZerobusException>(
            () => client.OpenStreamAsync(ZerobusRig.Proto).WaitAsync(ZerobusRig.Patience))));

        Assert.All(errors, static e => Assert.Equal(ZerobusErrorCode.ConnectionFailed, e.Code));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65)]
    public void SharedConnections_OutOfRange_IsRefused(int connections)
    {
        var options = new ZerobusClientOptions { Endpoint = new Uri("http://127.0.0.1"), SharedConnections = connections };

        var error = Assert.Throws<ZerobusException>(() => new ZerobusClient(options, new StaticHeadersProvider("t")));
        Assert.Equal(ZerobusErrorCode.OptionsInvalid, error.Code);
    }

    private static ZerobusStreamOptions Table(int number) =>
        ZerobusRig.Proto with { Table = ZerobusTableName.Parse($"main.ingest.table_{number}") };
}
