using Grpc.Core;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.Recovery;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Zerobus.Tests.Internal.Recovery;

/// <summary>What happens to a stream during the pause before its next connection.</summary>
public sealed class StreamSupervisorTests
{
    // The jitter shortens a pause by up to a half.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(8);

    private readonly SteppedClock _clock = new();

    [Fact]
    public async Task Reconnect_EverythingIsWithdrawnDuringThePause_IsIdleAtOnceAndOpensNothing()
    {
        await using var rig = await StartAsync();
        var stream = await rig.OpenAsync();
        await stream.WriteAsync(ZerobusRig.Record(0), new WriteTerms { OrderingKey = 1 });
        await PausesAsync(stream);

        stream.Withdraw(1);

        Assert.Equal((ZerobusStreamState.Idle, TimeSpan.Zero), (stream.State, stream.InterruptedFor));
        await ThrowsWithdrawnAsync(stream);
        await _clock.RunUntilAsync(stream.CloseAsync(), longest: Pause);
        Assert.Single(rig.Server.State.Connections);
    }

    [Fact]
    public async Task Reconnect_WrittenAfterThePauseOfAnIdleStream_IsSentAtOnce()
    {
        await using var rig = await StartAsync();
        var stream = await rig.OpenAsync();
        await stream.WriteAsync(ZerobusRig.Record(0), new WriteTerms { OrderingKey = 1 });
        await PausesAsync(stream);
        stream.Withdraw(1);
        _clock.Advance(Pause);

        // The clock stands still from here on.
        await stream.WriteAsync(ZerobusRig.Record(1));
        await stream.WaitForAckAsync(1).AsTask().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(["record-1"], rig.Durable);
        Assert.Equal(2, rig.Server.State.Connections.Count);
    }

    [Fact]
    public async Task Reconnect_TheLastWriteExpiresDuringThePause_TellsWhoeverWaits()
    {
        await using var rig = await StartAsync();
        var acked = new TaskCompletionSource<AckEvent>();
        var stream = await rig.OpenAsync(ZerobusRig.Proto with { OnAck = acked.SetResult });
        await stream.WriteAsync(ZerobusRig.Record(0), new WriteTerms { Expires = _clock.GetUtcNow().AddSeconds(2) });
        await PausesAsync(stream);

        var withdrawn = ThrowsWithdrawnAsync(stream);
        var took = await _clock.StepAsync(StreamSupervisor.ExpiryCheck, Pause, () => stream.State == ZerobusStreamState.Idle);
        await withdrawn;

        Assert.InRange(took, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2) + StreamSupervisor.ExpiryCheck);
        Assert.Equal(ZerobusErrorCode.RecordWithdrawn, (await acked.Task.WaitAsync(ZerobusRig.Patience)).Refused!.Code);
        Assert.Single(rig.Server.State.Connections);
        stream.Abort();
    }

    private Task<ZerobusRig> StartAsync() => ZerobusRig.StartAsync(
        Scripts.InTurn(
            static async connection =>
            {
                await connection.OpenAsync();
                await connection.ReadAsync(1);
                throw new RpcException(new Status(StatusCode.Unavailable, "away"));
            },
            Scripts.WellBehaved),
        static o => o with { BackoffInitial = Pause, BackoffMax = Pause },
        clock: _clock);

    private async Task PausesAsync(ZerobusStream stream)
    {
        await _clock.WhenWaitingAsync(StreamSupervisor.ExpiryCheck);
        Assert.Equal(ZerobusStreamState.Recovering, stream.State);
    }

    private static async Task ThrowsWithdrawnAsync(ZerobusStream stream)
    {
        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => stream.WaitForAckAsync(0).AsTask().WaitAsync(ZerobusRig.Patience));
        Assert.Equal(ZerobusErrorCode.RecordWithdrawn, error.Code);
    }
}
