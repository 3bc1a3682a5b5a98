using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.Connections;
using SqsIngestor.Zerobus.Testing;
using SqsIngestor.Zerobus.Tests.Support;

namespace SqsIngestor.Zerobus.Tests.Internal.Connections;

public sealed class ConnectionRunTests
{
    private static readonly TimeSpan Odd = TimeSpan.FromMilliseconds(34_567);

    [Fact]
    public async Task Run_TheAckWatchBreaks_EndsTheConnection()
    {
        var clock = new FaultyClock(AckDeadline.Tick);
        await using var rig = await ZerobusRig.StartAsync(Scripts.InTurn(Stalling, Scripts.WellBehaved), clock: clock);
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.True(clock.HasThrown);
        Assert.Equal(["record-0"], rig.Durable);
    }

    [Fact]
    public async Task Run_TheDrainBreaks_EndsTheConnection()
    {
        var clock = new FaultyClock(Odd);
        await using var rig = await ZerobusRig.StartAsync(
            Scripts.InTurn(
                static async connection =>
                {
                    await connection.OpenAsync();
                    await connection.ReadAsync(1);
                    await connection.SignalCloseAsync(Odd);
                    await connection.StallAsync();
                },
                Scripts.WellBehaved),
            clock: clock);
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.True(clock.HasThrown);
        Assert.Equal(["record-0"], rig.Durable);
    }

    [Fact]
    public async Task Run_TheCloseBreaks_EndsTheConnection()
    {
        var clock = new FaultyClock(Odd);
        await using var rig = await ZerobusRig.StartAsync(tune: static o => o with { LateAckWait = Odd }, clock: clock);
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.CloseAsync().WaitAsync(ZerobusRig.Patience);

        Assert.True(clock.HasThrown);
        Assert.Equal(["record-0"], rig.Durable);
    }

    private static async Task Stalling(ScriptedConnection connection)
    {
        await connection.OpenAsync();
        await connection.ReadAsync(1);
        await connection.StallAsync();
    }
}
