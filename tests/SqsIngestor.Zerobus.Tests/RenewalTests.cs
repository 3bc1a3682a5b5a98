using SqsIngestor.Zerobus.Internal.Connections;
using SqsIngestor.Zerobus.Internal.InFlight;
using SqsIngestor.Zerobus.Testing;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Tests.Support;

namespace SqsIngestor.Zerobus.Tests;

/// <summary>A connection that lives and acks nothing is replaced when its owner has given up what is on it.</summary>
public sealed class RenewalTests
{
    private readonly SteppedClock _clock = new();

    [Fact]
    public async Task RenewConnection_TheConnectionAcksNothing_IsReplacedAndWhatWasGivenUpIsNotSentAgain()
    {
        await using var rig = await ZerobusRig.StartAsync(Scripts.InTurn(NeverAcksAsync, Scripts.WellBehaved), clock: _clock);
        var stream = await rig.OpenAsync();
        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.WriteAsync(ZerobusRig.Record(1));
        await _clock.WhenWaitingAsync(AckDeadline.Tick);
        await _clock.StepAsync(AckDeadline.Tick, ConnectionDoubt.Least, () => false);

        stream.GiveUp(0);
        stream.RenewConnection();
        await stream.WriteAsync(ZerobusRig.Record(2));
        await _clock.RunUntilAsync(stream.WaitForAckAsync(2).AsTask());

        var error = await Assert.ThrowsAsync<ZerobusException>(() => stream.WaitForAckAsync(0).AsTask());
        Assert.Equal(ZerobusErrorCode.RecordWithdrawn, error.Code);
        Assert.Equal(["record-1", "record-2"], rig.Durable);
        // What was written after the call did not go on the old connection.
        Assert.Equal([2, 2], rig.Server.State.Connections.Select(static connection => connection.Received.Count));
        Assert.Contains(rig.Logs.Lines, static line => line.Contains("ended (Renewed)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RenewConnection_AnAckCameMeanwhile_KeepsTheConnection()
    {
        using var ack = new SemaphoreSlim(0);
        await using var rig = await ZerobusRig.StartAsync(
            async connection =>
            {
                await connection.OpenAsync();
                await connection.ReadAsync(1);
                await ack.WaitAsync(connection.Ended);
                await connection.AckAsync(0);
                await connection.ReadAsync(1);
                await connection.AckAsync(1);
                await connection.ReadAsync();
            },
            clock: _clock);
        var stream = await rig.OpenAsync();
        await stream.WriteAsync(ZerobusRig.Record(0));
        await _clock.WhenWaitingAsync(AckDeadline.Tick);
        await _clock.StepAsync(AckDeadline.Tick, ConnectionDoubt.Least, () => false);
        stream.GiveUp(0);
        ack.Release();
        await stream.WaitForAckAsync(0).AsTask().WaitAsync(ZerobusRig.Patience);

        stream.RenewConnection();
        await stream.WriteAsync(ZerobusRig.Record(1));
        await _clock.RunUntilAsync(stream.WaitForAckAsync(1).AsTask());

        Assert.Single(rig.Server.State.Connections);
    }

    private static async Task NeverAcksAsync(ScriptedConnection connection)
    {
        await connection.OpenAsync();
        await connection.ReadAsync(int.MaxValue);
    }
}
