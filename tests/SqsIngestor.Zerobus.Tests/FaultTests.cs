using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.Connections;
using SqsIngestor.Zerobus.Testing;
using SqsIngestor.Zerobus.Tests.Support;

namespace SqsIngestor.Zerobus.Tests;

public sealed class FaultTests
{
    private static readonly TimeSpan AckTimeout = TimeSpan.FromSeconds(60);

    // Half of FreezeRecovery: what a connection gets after a freeze to show an ack.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Write_ResetInTheMiddleOfAFrame_LosesNothing()
    {
        await using var rig = await ProxiedRig.StartAsync();
        var stream = await rig.Rig.OpenAsync();

        rig.Proxy.ResetAfter(10_000);
        for (var i = 0; i < 20; i++)
            await stream.WriteAsync(new byte[3_000]);
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(2, rig.Proxy.Accepted);
        Assert.InRange(rig.Rig.Server.State.Durable.Count, 20, 40);
    }

    [Fact]
    public async Task Write_ServerDropsTheCall_LosesNothing()
    {
        await using var rig = await ZerobusRig.StartAsync(Scripts.InTurn(
            static async connection =>
            {
                await connection.OpenAsync();
                await connection.ReadAsync(3);
                connection.Drop();
            },
            Scripts.WellBehaved));
        var stream = await rig.OpenAsync();

        for (var i = 0; i < 5; i++)
            await stream.WriteAsync(ZerobusRig.Record(i));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(["record-0", "record-1", "record-2", "record-3", "record-4"], rig.Durable);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0, 4, 0xff, 0xff, 0xff, 0xff })]
    [InlineData(new byte[] { 0, 0, 0, 0, 40, 10, 20 })]
    [InlineData(new byte[] { 0, 0x7f, 0xff, 0xff, 0xff, 1 })]
    [InlineData(new byte[] { 9, 9, 9 })]
    public async Task Response_GarbageOrPartialFrame_ReconnectsAndResends(byte[] garbage)
    {
        await using var rig = await ZerobusRig.StartAsync(Scripts.InTurn(
            async connection =>
            {
                await connection.OpenAsync();
                await connection.ReadAsync(1);
                await connection.SendRawAsync(garbage);
            },
            Scripts.WellBehaved));
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(["record-0"], rig.Durable);
    }

    [Fact]
    public async Task Write_BlackHole_ReconnectsAfterTheAckTimeout()
    {
        var clock = new SteppedClock();
        await using var rig = await ProxiedRig.StartAsync(clock);
        var stream = await rig.Rig.OpenAsync();
        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        rig.Proxy.Swallow();
        await stream.WriteAsync(ZerobusRig.Record(1));
        await clock.WhenWaitingAsync(AckDeadline.Tick);
        var took = await clock.StepAsync(AckDeadline.Tick, 2 * AckTimeout, () => rig.Rig.Silences == 1);
        await clock.RunUntilAsync(stream.FlushAsync());

        Assert.InRange(took, AckTimeout, AckTimeout + AckDeadline.Tick);
        Assert.Equal(["record-0", "record-1"], rig.Rig.Durable);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(200)]
    public async Task Write_HalfOpenAfterAFreezeWhileIdle_RecoversWithinTheBound(int seconds)
    {
        var clock = new SteppedClock();
        await using var rig = await ProxiedRig.StartAsync(clock, static o => o with { SuspectAfter = TimeSpan.FromSeconds(2) });
        var stream = await rig.Rig.OpenAsync();
        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        rig.Proxy.Swallow();
        clock.Advance(TimeSpan.FromSeconds(seconds));
        await stream.WriteAsync(ZerobusRig.Record(1));
        await clock.WhenWaitingAsync(AckDeadline.Tick);
        var took = await clock.StepAsync(AckDeadline.Tick, 2 * AckTimeout, () => rig.Rig.Silences == 1);
        await clock.RunUntilAsync(stream.FlushAsync());

        Assert.InRange(took, Grace, Grace + 2 * AckDeadline.Tick);
        Assert.Equal(["record-0", "record-1"], rig.Rig.Durable);
        Assert.Equal(2, rig.Proxy.Accepted);
    }

    [Fact]
    public async Task Write_FrozenWithRecordsInFlight_RecoversWithinTheBound()
    {
        var clock = new SteppedClock();
        await using var rig = await ProxiedRig.StartAsync(clock, static o => o with { SuspectAfter = TimeSpan.FromSeconds(2) });
        var stream = await rig.Rig.OpenAsync();

        rig.Proxy.Swallow();
        for (var i = 0; i < 10; i++)
            await stream.WriteAsync(ZerobusRig.Record(i));
        await clock.WhenWaitingAsync(AckDeadline.Tick);
        clock.Advance(TimeSpan.FromHours(1));
        await clock.WhenWaitingAsync(AckDeadline.Tick);
        var took = await clock.StepAsync(AckDeadline.Tick, 2 * AckTimeout, () => rig.Rig.Silences == 1);
        await clock.RunUntilAsync(stream.FlushAsync());

        Assert.InRange(took, Grace, Grace + AckDeadline.Tick);
        Assert.Equal(Enumerable.Range(0, 10).Select(static i => $"record-{i}"), rig.Rig.Durable);
    }

    [Fact]
    public async Task Write_FrozenButTheConnectionLives_KeepsIt()
    {
        var clock = new SteppedClock();
        var ack = new TaskCompletionSource();
        await using var rig = await ZerobusRig.StartAsync(
            async connection =>
            {
                await connection.OpenAsync();
                await connection.ReadAsync(1);
                await ack.Task;
                await connection.AckAsync(0);
                await Scripts.AckAllAsync(connection);
            },
            static o => o with { SuspectAfter = TimeSpan.FromSeconds(2) },
            clock: clock);
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(ZerobusRig.Record(0));
        await clock.WhenWaitingAsync(AckDeadline.Tick);
        clock.Advance(TimeSpan.FromHours(1));
        ack.SetResult();
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);
        await stream.WriteAsync(ZerobusRig.Record(1));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Single(rig.Server.State.Connections);
    }

    [Fact]
    public async Task Write_SlowAcksAfterPauses_SendsNothingTwice()
    {
        const int Messages = 50;
        var clock = new SteppedClock();
        using var acks = new SemaphoreSlim(0);
        await using var rig = await ZerobusRig.StartAsync(
            async connection =>
            {
                await connection.OpenAsync();
                while (await connection.ReadAsync() is { } request)
                {
                    await acks.WaitAsync(connection.Ended);
                    connection.Commit(request);
                    await connection.AckAsync(request.Offset);
                }
            },
            static o => o with { SuspectAfter = TimeSpan.FromSeconds(2) },
            clock: clock);
        var stream = await rig.OpenAsync();

        for (var i = 0; i < Messages; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(3));
            var before = Proofs(rig);
            await stream.WriteAsync(ZerobusRig.Record(i));
            await Eventually.HoldsAsync(() => Proofs(rig) > before);
            await clock.StepAsync(AckDeadline.Tick, TimeSpan.FromSeconds(1.2), () => rig.Silences > 0);
            acks.Release();
            await stream.WaitForAckAsync(i).AsTask().WaitAsync(ZerobusRig.Patience);
        }

        Assert.Equal(Messages, rig.Durable.Length);
        Assert.Single(rig.Server.State.Connections);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_ProbeAnsweredButNoAck_HasTheOrdinaryTime(bool frozen)
    {
        var clock = new SteppedClock();
        await using var rig = await ZerobusRig.StartAsync(
            Scripts.InTurn(
                static async connection =>
                {
                    await connection.OpenAsync();
                    await connection.ReadAsync(int.MaxValue);
                },
                Scripts.WellBehaved),
            static o => o with { SuspectAfter = TimeSpan.FromSeconds(2) },
            clock: clock);
        var stream = await rig.OpenAsync();

        if (!frozen)
            clock.Advance(TimeSpan.FromSeconds(3));
        await stream.WriteAsync(ZerobusRig.Record(0));
        if (frozen)
        {
            await clock.WhenWaitingAsync(AckDeadline.Tick);
            clock.Advance(TimeSpan.FromHours(1));
        }

        await Eventually.HoldsAsync(() => Proofs(rig) == 1);
        var took = await clock.StepAsync(AckDeadline.Tick, 2 * AckTimeout, () => rig.Silences == 1);
        await clock.RunUntilAsync(stream.FlushAsync());

        Assert.InRange(took, AckTimeout - AckDeadline.Tick, AckTimeout + (2 * AckDeadline.Tick));
        Assert.Equal(["record-0"], rig.Durable);
    }

    [Fact]
    public async Task Write_IdleForLongerThanAnyNatRemembers_OpensANewConnectionAtOnce()
    {
        var clock = new SteppedClock();
        await using var rig = await ProxiedRig.StartAsync(clock, static o => o with { DiscardAfter = TimeSpan.FromMinutes(5) });
        var stream = await rig.Rig.OpenAsync();
        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        rig.Proxy.Swallow();
        clock.Advance(TimeSpan.FromHours(1));
        await stream.WriteAsync(ZerobusRig.Record(1));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(2, rig.Proxy.Accepted);
        Assert.Equal(["record-0", "record-1"], rig.Rig.Durable);
    }

    [Fact]
    public async Task Open_FrozenWhileOpening_TriesAgainWithinTheBound()
    {
        var clock = new SteppedClock();
        await using var rig = await ZerobusRig.StartAsync(
            Scripts.InTurn(
                static async connection =>
                {
                    await connection.ReadCreateAsync();
                    await connection.StallAsync();
                },
                Scripts.WellBehaved),
            static o => o with { SuspectAfter = TimeSpan.FromSeconds(2), OpenTimeout = TimeSpan.FromMinutes(10) },
            clock: clock);

        var opening = rig.OpenAsync();
        await rig.Server.State.ConnectionAsync(0).WaitAsync(ZerobusRig.Patience);
        clock.Advance(TimeSpan.FromSeconds(30));
        clock.Advance(Grace - TimeSpan.FromMilliseconds(1));
        Assert.DoesNotContain(rig.Logs.Lines, OpenFailed);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await Eventually.HoldsAsync(() => rig.Logs.Lines.Any(OpenFailed));
        await clock.RunUntilAsync(opening);

        static bool OpenFailed(string line) => line.Contains("OpenTimedOut", StringComparison.Ordinal);
    }

    // How often a connection has answered a probe.
    private static int Proofs(ZerobusRig rig) =>
        rig.Logs.Lines.Count(static line => line.Contains("answered a probe", StringComparison.Ordinal));
}
