using Microsoft.Extensions.Time.Testing;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;
using SqsIngestor.Zerobus.Tests.Support;

namespace SqsIngestor.Zerobus.Tests;

public sealed class AckTimeoutTests
{
    [Fact]
    public async Task Write_NoAckWithinTheLimit_Reconnects()
    {
        var clock = new FakeTimeProvider();
        await using var rig = await ZerobusRig.StartAsync(Scripts.InTurn(Stalling, Scripts.WellBehaved), clock: clock);
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(ZerobusRig.Record(0));
        await ReceivedAsync(rig, 0, 1);
        var took = await clock.StepUntilAsync(stream.FlushAsync(), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(90));

        Assert.InRange(took, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(63));
    }

    [Fact]
    public async Task Write_DuplicateAcksKeepComing_DoNotExtendTheLimit()
    {
        var clock = new FakeTimeProvider();
        await using var rig = await ZerobusRig.StartAsync(
            Scripts.InTurn(
                static async connection =>
                {
                    await connection.OpenAsync();
                    await connection.ReadAsync(2);
                    while (!connection.Ended.IsCancellationRequested)
                    {
                        await connection.AckAsync(0);
                        await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, connection.Ended);
                    }
                },
                Scripts.WellBehaved),
            clock: clock);
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.WriteAsync(ZerobusRig.Record(1));
        await stream.WaitForAckAsync(0).AsTask().WaitAsync(ZerobusRig.Patience);
        var took = await clock.StepUntilAsync(stream.FlushAsync(), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(90));

        Assert.InRange(took, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(63));
    }

    [Fact]
    public async Task Write_ProgressKeepsComing_ExtendsTheLimit()
    {
        var clock = new FakeTimeProvider();
        await using var rig = await ZerobusRig.StartAsync(
            async connection =>
            {
                await connection.OpenAsync();
                await connection.ReadAsync(4);
                for (var i = 0; i < 4; i++)
                {
                    await Task.Delay(TimeSpan.FromSeconds(40), clock, connection.Ended);
                    await connection.AckAsync(i);
                }

                await connection.ReadAsync();
            },
            clock: clock);
        var stream = await rig.OpenAsync();

        for (var i = 0; i < 4; i++)
            await stream.WriteAsync(ZerobusRig.Record(i));
        await ReceivedAsync(rig, 0, 4);
        await clock.StepUntilAsync(stream.FlushAsync(), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(200));

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

    private static Task ReceivedAsync(ZerobusRig rig, int connection, int requests) =>
        Eventually.HoldsAsync(() => rig.Server.State.Connections[connection].Received.Count >= requests);
}
