using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.Connections;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Zerobus.Tests;

public sealed class AckTimeoutTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Write_NoAckWithinTheLimit_Reconnects()
    {
        var clock = new SteppedClock();
        await using var rig = await ZerobusRig.StartAsync(Scripts.InTurn(Stalling, Scripts.WellBehaved), clock: clock);
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(ZerobusRig.Record(0));
        await clock.WhenWaitingAsync(AckDeadline.Tick);
        var took = await clock.StepAsync(AckDeadline.Tick, 2 * Limit, () => rig.Silences == 1);
        await clock.RunUntilAsync(stream.FlushAsync());

        Assert.InRange(took, Limit, Limit + AckDeadline.Tick);
    }

    [Fact]
    public async Task AckTimeout_SetWhileAWriteWaits_HoldsForIt()
    {
        var clock = new SteppedClock();
        await using var rig = await ZerobusRig.StartAsync(Scripts.InTurn(Stalling, Scripts.WellBehaved), clock: clock);
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(ZerobusRig.Record(0));
        await clock.WhenWaitingAsync(AckDeadline.Tick);
        Assert.Equal(Limit, rig.Client.AckTimeout);
        rig.Client.AckTimeout = Limit / 6;
        var took = await clock.StepAsync(AckDeadline.Tick, 2 * Limit, () => rig.Silences == 1);
        await clock.RunUntilAsync(stream.FlushAsync());

        Assert.InRange(took, Limit / 6, Limit / 6 + AckDeadline.Tick);
    }

    [Fact]
    public async Task AckTimeout_SetToZero_IsRefused()
    {
        await using var rig = await ZerobusRig.StartAsync(Scripts.WellBehaved);

        Assert.Throws<ArgumentOutOfRangeException>(() => rig.Client.AckTimeout = TimeSpan.Zero);
    }

    [Fact]
    public async Task Write_DuplicateAcksKeepComing_DoNotExtendTheLimit()
    {
        var clock = new SteppedClock();
        var duplicates = 0;
        await using var rig = await ZerobusRig.StartAsync(
            Scripts.InTurn(
                async connection =>
                {
                    await connection.OpenAsync();
                    await connection.ReadAsync(2);
                    while (!connection.Ended.IsCancellationRequested)
                    {
                        await connection.AckAsync(0);
                        Interlocked.Increment(ref duplicates);
                        await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, connection.Ended);
                    }
                },
                Scripts.WellBehaved),
            clock: clock);
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.WriteAsync(ZerobusRig.Record(1));
        await stream.WaitForAckAsync(0).AsTask().WaitAsync(ZerobusRig.Patience);
        await clock.WhenWaitingAsync(AckDeadline.Tick);
        var took = await clock.StepAsync(AckDeadline.Tick, Limit / 2, () => rig.Silences == 1);
        var halfway = Volatile.Read(ref duplicates);
        await Eventually.HoldsAsync(() => Volatile.Read(ref duplicates) > halfway);
        took += await clock.StepAsync(AckDeadline.Tick, Limit, () => rig.Silences == 1);
        await clock.RunUntilAsync(stream.FlushAsync());

        Assert.InRange(took, Limit, Limit + AckDeadline.Tick);
    }

    [Fact]
    public async Task Write_ProgressKeepsComing_ExtendsTheLimit()
    {
        var clock = new SteppedClock();
        using var acks = new SemaphoreSlim(0);
        await using var rig = await ZerobusRig.StartAsync(
            async connection =>
            {
                await connection.OpenAsync();
                await connection.ReadAsync(4);
                for (var i = 0; i < 4; i++)
                {
                    await acks.WaitAsync(connection.Ended);
                    await connection.AckAsync(i);
                }

                await connection.ReadAsync();
            },
            clock: clock);
        var stream = await rig.OpenAsync();

        for (var i = 0; i < 4; i++)
            await stream.WriteAsync(ZerobusRig.Record(i));
        await clock.WhenWaitingAsync(AckDeadline.Tick);
        for (var i = 0; i < 4; i++)
        {
            await clock.StepAsync(AckDeadline.Tick, Limit * 2 / 3, () => rig.Silences > 0);
            acks.Release();
            await stream.WaitForAckAsync(i).AsTask().WaitAsync(ZerobusRig.Patience);
        }

        Assert.Equal(0, rig.Silences);
        Assert.Single(rig.Server.State.Connections);
    }

    private static async Task Stalling(ScriptedConnection connection)
    {
        await connection.OpenAsync();
        while (await connection.ReadAsync() is not null)
        {
            // Reads on and never acks.
        }
    }
}
