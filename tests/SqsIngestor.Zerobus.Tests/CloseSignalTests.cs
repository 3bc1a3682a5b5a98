using Grpc.Core;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Zerobus.Tests;

public sealed class CloseSignalTests
{
    [Theory]
    [InlineData(30, null, 30)]
    [InlineData(30, 4, 4)]
    [InlineData(30, 0, 0)]
    [InlineData(0, null, 0)]
    [InlineData(null, null, 0)]
    public async Task Signal_WithSomethingUnacked_LeavesAfterTheShorterTime(int? server, int? own, int expected)
    {
        var clock = new SteppedClock();
        var halfClosed = new TaskCompletionSource();
        await using var rig = await ZerobusRig.StartAsync(
            Scripts.InTurn(
                async connection =>
                {
                    await connection.OpenAsync();
                    await connection.ReadAsync(1);
                    await connection.SignalCloseAsync(server is null ? null : TimeSpan.FromSeconds(server.Value));
                    await connection.ReadAsync();
                    halfClosed.SetResult();
                    await connection.StallAsync();
                },
                Scripts.WellBehaved),
            o => own is null ? o : o with { CloseSignalMaxWait = TimeSpan.FromSeconds(own.Value) },
            clock: clock);
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(ZerobusRig.Record(0));
        var flush = stream.FlushAsync();
        if (expected > 0)
        {
            var wait = TimeSpan.FromSeconds(expected);
            await clock.WhenWaitingAsync(wait);
            clock.Advance(wait - TimeSpan.FromMilliseconds(1));
            Assert.False(halfClosed.Task.IsCompleted);
            clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        await halfClosed.Task.WaitAsync(ZerobusRig.Patience);
        await clock.RunUntilAsync(flush);

        Assert.Equal(["record-0"], rig.Durable);
    }

    [Fact]
    public async Task Signal_AllAcked_LeavesEarly()
    {
        var clock = new QuietClock();
        await using var rig = await ZerobusRig.StartAsync(
            Scripts.InTurn(
                static async connection =>
                {
                    await connection.OpenAsync();
                    var request = await connection.ReadAsync();
                    await connection.SignalCloseAsync(TimeSpan.FromMinutes(5));
                    connection.Commit(request!);
                    await connection.AckAsync(0);
                    await connection.ReadAsync();
                },
                Scripts.WellBehaved),
            clock: clock);
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);
        await rig.Server.State.Connections[0].Over.WaitAsync(ZerobusRig.Patience);

        Assert.True(rig.Server.State.Connections[0].HalfClosed);
        Assert.Single(rig.Server.State.Connections);
        await stream.WriteAsync(ZerobusRig.Record(1));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);
        Assert.Equal(["record-0", "record-1"], rig.Durable);
    }

    [Fact]
    public async Task Signal_WritesDuringThePause_AreSentOnTheNextConnection()
    {
        var ack = new TaskCompletionSource();
        await using var rig = await ZerobusRig.StartAsync(Scripts.InTurn(
            async connection =>
            {
                await connection.OpenAsync();
                var request = await connection.ReadAsync();
                await connection.SignalCloseAsync(TimeSpan.FromMinutes(5));
                await ack.Task;
                connection.Commit(request!);
                await connection.AckAsync(0);
                await connection.ReadAsync();
            },
            Scripts.WellBehaved));
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(ZerobusRig.Record(0));
        await Eventually.HoldsAsync(() => stream.State == ZerobusStreamState.Paused);
        await stream.WriteAsync(ZerobusRig.Record(1));
        await stream.WriteAsync(ZerobusRig.Record(2));
        ack.SetResult();
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(["record-0", "record-1", "record-2"], rig.Durable);
        Assert.Single(rig.Server.State.Connections[0].Received);
        Assert.Equal([0L, 1L], rig.Server.State.Connections[1].Received.Select(static r => r.Offset));
    }

    [Fact]
    public async Task Signal_LateAckAfterHalfClose_IsNotSentAgain()
    {
        await using var rig = await ZerobusRig.StartAsync(Scripts.InTurn(
            static async connection =>
            {
                await connection.OpenAsync();
                var requests = await connection.ReadAsync(2);
                await connection.SignalCloseAsync(TimeSpan.Zero);
                Assert.Null(await connection.ReadAsync());
                connection.Commit(requests[0]);
                await connection.AckAsync(0);
                throw new RpcException(new Status(StatusCode.Unavailable, "closed (6002)"));
            },
            Scripts.WellBehaved));
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.WriteAsync(ZerobusRig.Record(1));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(["record-0", "record-1"], rig.Durable);
    }

    [Fact]
    public async Task Signal_ErrorDuringThePause_Recovers()
    {
        await using var rig = await ZerobusRig.StartAsync(Scripts.InTurn(
            static async connection =>
            {
                await connection.OpenAsync();
                await connection.ReadAsync(1);
                await connection.SignalCloseAsync(TimeSpan.FromMinutes(5));
                throw new RpcException(new Status(StatusCode.Unavailable, "closed (6002)"));
            },
            Scripts.WellBehaved));
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(["record-0"], rig.Durable);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    [InlineData(58 * 86_400, 0)]
    [InlineData(3, 2_000_000_000)]
    [InlineData(long.MaxValue, int.MaxValue)]
    [InlineData(long.MinValue, int.MinValue)]
    public async Task Signal_DurationOutOfRange_LeavesAndReconnects(long seconds, int nanos)
    {
        await using var rig = await ZerobusRig.StartAsync(
            Scripts.InTurn(
                async connection =>
                {
                    await connection.OpenAsync();
                    var request = await connection.ReadAsync();
                    await connection.SignalCloseAsync(seconds, nanos);
                    connection.Commit(request!);
                    await connection.AckAsync(0);
                    Assert.Null(await connection.ReadAsync());
                },
                Scripts.WellBehaved),
            static o => o with { LateAckWait = ZerobusRig.Patience });
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);
        await rig.Server.State.Connections[0].Over.WaitAsync(ZerobusRig.Patience);
        await stream.WriteAsync(ZerobusRig.Record(1));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.True(rig.Server.State.Connections[0].HalfClosed);
        Assert.Equal(["record-0", "record-1"], rig.Durable);
    }
}
