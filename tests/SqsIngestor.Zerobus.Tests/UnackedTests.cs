using Grpc.Core;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Zerobus.Tests;

public sealed class UnackedTests
{
    [Fact]
    public async Task GetUnacked_AfterAFailure_HasExactlyTheUnackedInOrderWithBatchesKept()
    {
        await using var rig = await ZerobusRig.StartAsync(Scripts.InTurn(FailAfter(3, acked: 1), Gone));
        var stream = await rig.OpenAsync();
        await WriteAllAsync(stream);
        await Assert.ThrowsAsync<ZerobusException>(() => stream.FlushAsync().WaitAsync(ZerobusRig.Patience));

        var unacked = stream.GetUnacked();

        Assert.Equal([2L, 3L], unacked.Select(static u => u.Offset));
        Assert.Equal([true, false], unacked.Select(static u => u.IsBatch));
        Assert.Equal(["record-3", "record-4"], unacked[0].Records.Select(ZerobusRig.Text));
        Assert.Equal(["record-5"], unacked[1].Records.Select(ZerobusRig.Text));
    }

    [Fact]
    public async Task GetUnacked_AfterACloseWhoseFlushTimedOut_StillHasThem()
    {
        var clock = new QuietClock();
        await using var rig = await ZerobusRig.StartAsync(
            static async connection =>
            {
                await connection.OpenAsync();
                await connection.ReadAsync(4);
                await connection.AckAsync(2);
                await connection.StallAsync();
            },
            static o => o with { FlushTimeout = TimeSpan.FromSeconds(2) },
            clock: clock);
        var stream = await rig.OpenAsync();
        await WriteAllAsync(stream);
        await stream.WaitForAckAsync(2).AsTask().WaitAsync(ZerobusRig.Patience);

        var closing = stream.CloseAsync();
        clock.Advance(TimeSpan.FromSeconds(2));
        var error = await Assert.ThrowsAsync<ZerobusException>(() => closing.WaitAsync(ZerobusRig.Patience));

        Assert.Equal(ZerobusErrorCode.FlushTimedOut, error.Code);
        Assert.Equal("record-5", ZerobusRig.Text(Assert.Single(stream.GetUnacked()).Records[0]));
        Assert.Equal(ZerobusStreamState.Closed, stream.State);
    }

    [Fact]
    public async Task GetUnacked_ReplayedOnANewStream_BecomesDurable()
    {
        await using var rig = await ZerobusRig.StartAsync(Scripts.InTurn(FailAfter(4, acked: 0), Gone, Scripts.WellBehaved));
        var failed = await rig.OpenAsync();
        await WriteAllAsync(failed);
        await Assert.ThrowsAsync<ZerobusException>(() => failed.FlushAsync().WaitAsync(ZerobusRig.Patience));

        var stream = await rig.OpenAsync();
        foreach (var write in failed.GetUnacked())
            await (write.IsBatch ? stream.WriteBatchAsync(write.Records) : stream.WriteAsync(write.Records[0]));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(["record-1", "record-2", "record-3", "record-4", "record-5"], rig.Durable);
        Assert.Equal([true, true, false], rig.Server.State.Connections[2].Received.Select(static r => r.IsBatch));
    }

    private static async Task WriteAllAsync(ZerobusStream stream)
    {
        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.WriteBatchAsync([ZerobusRig.Record(1), ZerobusRig.Record(2)]);
        await stream.WriteBatchAsync([ZerobusRig.Record(3), ZerobusRig.Record(4)]);
        await stream.WriteAsync(ZerobusRig.Record(5));
    }

    private static Func<ScriptedConnection, Task> Gone { get; } =
        Scripts.RefusingToOpen(new Status(StatusCode.NotFound, "gone"));

    private static Func<ScriptedConnection, Task> FailAfter(int requests, long acked) => async connection =>
    {
        await connection.OpenAsync();
        await connection.ReadAsync(requests);
        await connection.AckAsync(acked);
        throw new RpcException(new Status(StatusCode.NotFound, "gone"));
    };
}
