using Grpc.Core;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.Connections;
using SqsIngestor.Zerobus.Testing;
using SqsIngestor.Zerobus.Tests.Support;

namespace SqsIngestor.Zerobus.Tests;

/// <summary>A connection that lives and acks nothing is replaced when its owner has given up what is on it.</summary>
public sealed class RenewalTests
{
    private static readonly TimeSpan Patience = ZerobusStream.RenewalPatience;

    private readonly SteppedClock _clock = new();

    [Fact]
    public async Task RenewConnection_TheConnectionAcksNothing_IsReplacedAndWhatWasGivenUpIsNotSentAgain()
    {
        await using var rig = await ZerobusRig.StartAsync(Scripts.InTurn(NeverAcksAsync, Scripts.WellBehaved), clock: _clock);
        var stream = await rig.OpenAsync();
        await WriteAsync(rig, stream, 2);
        await PassAsync(Patience);

        stream.GiveUp(0);
        stream.RenewConnection();
        await stream.WriteAsync(ZerobusRig.Record(2));
        await RenewedAsync(rig);
        await _clock.RunUntilAsync(stream.WaitForAckAsync(2).AsTask());

        await AssertWithdrawnAsync(stream, 0);
        Assert.Equal(["record-1", "record-2"], rig.Durable);
        // What was written after the call did not go on the old connection.
        Assert.Equal([2, 2], rig.Server.State.Connections.Select(static connection => connection.Received.Count));
        Assert.Equal(1, Renewals(rig));
    }

    [Fact]
    public async Task RenewConnection_AnAckCameMeanwhile_KeepsTheConnection()
    {
        using var acks = new SemaphoreSlim(0);
        await using var rig = await ZerobusRig.StartAsync(AcksInTurnAsync(acks), clock: _clock);
        var stream = await rig.OpenAsync();
        await WriteAsync(rig, stream, 1);
        await PassAsync(Patience);
        stream.GiveUp(0);
        acks.Release();
        await stream.WaitForAckAsync(0).AsTask().WaitAsync(ZerobusRig.Patience);

        stream.RenewConnection();
        await WriteAsync(rig, stream, 1);
        await PassAsync(2 * Patience);
        acks.Release();
        await stream.WaitForAckAsync(1).AsTask().WaitAsync(ZerobusRig.Patience);

        Assert.Single(rig.Server.State.Connections);
    }

    /// <summary>The rows before one that is never acked are acked, and those behind it are not.</summary>
    [Fact]
    public async Task RenewConnection_OthersWereAcked_IsReplacedOnceNothingMoreIsAcked()
    {
        using var acks = new SemaphoreSlim(0);
        await using var rig = await ZerobusRig.StartAsync(
            Scripts.InTurn(AcksInTurnAsync(acks), Scripts.WellBehaved), clock: _clock);
        var stream = await rig.OpenAsync();
        await WriteAsync(rig, stream, 3);
        stream.GiveUp(1);
        stream.GiveUp(2);
        acks.Release();
        await stream.WaitForAckAsync(0).AsTask().WaitAsync(ZerobusRig.Patience);
        await PassAsync(Patience);

        stream.RenewConnection();
        await stream.WriteAsync(ZerobusRig.Record(3));
        await RenewedAsync(rig);
        await _clock.RunUntilAsync(stream.WaitForAckAsync(3).AsTask());

        await AssertWithdrawnAsync(stream, 1);
        await AssertWithdrawnAsync(stream, 2);
        Assert.Equal(["record-0", "record-3"], rig.Durable);
        Assert.Equal(1, Renewals(rig));
    }

    /// <summary>A slow ack is not a dead connection, however often the stream is used meanwhile.</summary>
    [Fact]
    public async Task RenewConnection_NothingWasGivenUp_KeepsTheConnection()
    {
        using var acks = new SemaphoreSlim(0);
        await using var rig = await ZerobusRig.StartAsync(AcksInTurnAsync(acks), clock: _clock);
        var stream = await rig.OpenAsync();
        for (var batch = 0; batch < 3; batch++)
        {
            stream.RenewConnection();
            await WriteAsync(rig, stream, 1);
            await PassAsync(Patience);
        }

        acks.Release(3);
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(["record-0", "record-0", "record-0"], rig.Durable);
        Assert.Single(rig.Server.State.Connections);
    }

    /// <summary>The function is frozen between two batches, on a machine whose monotonic clock may stand still then.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RenewConnection_StuckSinceBeforeAFreeze_IsReplacedAtOnce(bool stopsTimestamps)
    {
        await using var rig = await ZerobusRig.StartAsync(
            Scripts.InTurn(NeverAcksAsync, Scripts.WellBehaved), WithFreezes, clock: _clock);
        var stream = await rig.OpenAsync();
        await WriteAsync(rig, stream, 2);
        await PassAsync(Patience / 2);
        stream.GiveUp(0);
        stream.GiveUp(1);

        _clock.Freeze(TimeSpan.FromMinutes(1), stopsTimestamps);
        stream.RenewConnection();
        await stream.WriteAsync(ZerobusRig.Record(2));
        await Eventually.HoldsAsync(
            () => rig.Logs.Lines.Any(static line => line.Contains("answered a probe", StringComparison.Ordinal)));
        var took = await _clock.StepAsync(AckDeadline.Tick, 2 * Patience, () => Renewals(rig) == 1);
        await _clock.RunUntilAsync(stream.WaitForAckAsync(2).AsTask());

        // The sender sees at once that it is due, or the next check does.
        Assert.InRange(took, TimeSpan.Zero, (Patience / 4) + AckDeadline.Tick);
        Assert.Equal(["record-2"], rig.Durable);
        Assert.Equal(0, rig.Silences);
    }

    /// <summary>Acks that came while the process stood still are read before they are missed.</summary>
    [Theory]
    [InlineData(60_000)]
    [InlineData(1_500)]
    public async Task RenewConnection_TheAckWaitsInTheSocketSinceAFreeze_KeepsTheConnection(int milliseconds)
    {
        using var acks = new SemaphoreSlim(0);
        var acked = new TaskCompletionSource();
        await using var rig = await ProxiedRig.StartAsync(_clock, WithFreezes, AcksInTurnAsync(acks, acked));
        var stream = await rig.Rig.OpenAsync();
        await WriteAsync(rig.Rig, stream, 1);
        await PassAsync(Patience - AckDeadline.Tick);
        stream.GiveUp(0);
        stream.RenewConnection();
        rig.Proxy.Hold();
        acks.Release();
        await acked.Task.WaitAsync(ZerobusRig.Patience);

        _clock.Freeze(TimeSpan.FromMilliseconds(milliseconds), stopsTimestamps: false);
        await _clock.WhenWaitingAsync(AckDeadline.Tick);
        rig.Proxy.Release();
        await stream.WaitForAckAsync(0).AsTask().WaitAsync(ZerobusRig.Patience);
        await stream.WriteAsync(ZerobusRig.Record(1));
        await _clock.RunUntilAsync(ReceivedAsync(rig.Rig, connection: 0, records: 2));
        acks.Release();
        await _clock.RunUntilAsync(stream.WaitForAckAsync(1).AsTask());

        Assert.Single(rig.Rig.Server.State.Connections);
        Assert.Equal(["record-0", "record-1"], rig.Rig.Durable);
    }

    /// <summary>A silence is counted, and searched for a record that causes it.</summary>
    [Fact]
    public async Task RenewConnection_TheTimeOfAnAckIsOverToo_EndsAsASilence()
    {
        await using var rig = await ZerobusRig.StartAsync(
            Scripts.InTurn(NeverAcksAsync, Scripts.WellBehaved), static o => o with { AckTimeout = Patience }, clock: _clock);
        var stream = await rig.OpenAsync();
        await WriteAsync(rig, stream, 2);
        stream.GiveUp(0);
        stream.RenewConnection();

        await _clock.StepAsync(AckDeadline.Tick, 2 * Patience, () => Renewals(rig) + rig.Silences > 0);
        await _clock.RunUntilAsync(stream.WaitForAckAsync(1).AsTask());

        Assert.Equal((1, 0), (rig.Silences, Renewals(rig)));
        await AssertWithdrawnAsync(stream, 0);
        Assert.Equal(["record-1"], rig.Durable);
    }

    /// <summary>It may have died while the process stood still, and acks have time to come when the probe is overdue.</summary>
    [Fact]
    public async Task RenewConnection_TheConnectionDiedInAFreeze_EndsAsASilenceAndWhatWasGivenUpIsNotSentAgain()
    {
        await using var rig = await ProxiedRig.StartAsync(
            _clock, static o => WithFreezes(o) with { FreezeRecovery = Patience / 4 },
            Scripts.InTurn(NeverAcksAsync, Scripts.WellBehaved));
        var stream = await rig.Rig.OpenAsync();
        await WriteAsync(rig.Rig, stream, 2);
        stream.GiveUp(0);
        rig.Proxy.Swallow();

        _clock.Freeze(Patience, stopsTimestamps: true);
        stream.RenewConnection();
        await _clock.StepAsync(AckDeadline.Tick, 2 * Patience, () => Renewals(rig.Rig) + rig.Rig.Silences > 0);
        await _clock.RunUntilAsync(stream.WaitForAckAsync(1).AsTask());

        Assert.Equal((1, 0), (rig.Rig.Silences, Renewals(rig.Rig)));
        await AssertWithdrawnAsync(stream, 0);
        Assert.Equal(["record-1"], rig.Rig.Durable);
    }

    [Fact]
    public async Task RenewConnection_AConnectionBeforeHasSettledNothing_DoesNotBeginTheCountAnew()
    {
        await using var rig = await ZerobusRig.StartAsync(
            Scripts.InTurn(
                static async connection =>
                {
                    await connection.OpenAsync();
                    await connection.ReadAsync(2);
                    throw new RpcException(new Status(StatusCode.Unavailable, "away"));
                },
                NeverAcksAsync,
                Scripts.RefusingToOpen(new Status(StatusCode.Unavailable, "away")),
                Scripts.WellBehaved),
            static o => o with { ReopensWithoutProgress = 2 },
            clock: _clock);
        var stream = await rig.OpenAsync();
        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.WriteAsync(ZerobusRig.Record(1));
        var flush = stream.FlushAsync();
        await _clock.RunUntilAsync(ReceivedAsync(rig, connection: 1, records: 1));
        await PassAsync(Patience);

        stream.GiveUp(1);
        stream.RenewConnection();
        await RenewedAsync(rig);
        var error = await Assert.ThrowsAsync<ZerobusException>(() => _clock.RunUntilAsync(flush));

        Assert.Equal(ZerobusErrorCode.NoProgress, error.Code);
        Assert.Equal(1, Renewals(rig));
    }

    private static ZerobusClientOptions WithFreezes(ZerobusClientOptions options) =>
        options with { SuspectAfter = TimeSpan.FromSeconds(2) };

    private static int Renewals(ZerobusRig rig) =>
        rig.Logs.Lines.Count(static line => line.Contains("ended (Renewed)", StringComparison.Ordinal));

    // Returns when the first connection has got them, and the client watches for their acks.
    private async Task WriteAsync(ZerobusRig rig, ZerobusStream stream, int records)
    {
        var before = rig.Server.State.Connections[0].Received.Count;
        for (var i = 0; i < records; i++)
            await stream.WriteAsync(ZerobusRig.Record(i));
        await ReceivedAsync(rig, connection: 0, before + records);
        await _clock.WhenWaitingAsync(AckDeadline.Tick);
    }

    private static Task ReceivedAsync(ZerobusRig rig, int connection, int records) => Eventually.HoldsAsync(
        () => rig.Server.State.Connections.ElementAtOrDefault(connection)?.Received.Count == records);

    // The next check of the acks replaces the connection.
    private Task<TimeSpan> RenewedAsync(ZerobusRig rig) =>
        _clock.StepAsync(AckDeadline.Tick, 2 * AckDeadline.Tick, () => Renewals(rig) == 1);

    private Task<TimeSpan> PassAsync(TimeSpan time) => _clock.StepAsync(AckDeadline.Tick, time, static () => false);

    private static async Task AssertWithdrawnAsync(ZerobusStream stream, long offset)
    {
        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => stream.WaitForAckAsync(offset).AsTask().WaitAsync(ZerobusRig.Patience));
        Assert.Equal(ZerobusErrorCode.RecordWithdrawn, error.Code);
    }

    private static async Task NeverAcksAsync(ScriptedConnection connection)
    {
        await connection.OpenAsync();
        await connection.ReadAsync(int.MaxValue);
    }

    // Reads on, and acks one more record each time that the test allows it.
    private static Func<ScriptedConnection, Task> AcksInTurnAsync(SemaphoreSlim acks, TaskCompletionSource? acked = null) =>
        async connection =>
        {
            await connection.OpenAsync();
            var reading = connection.ReadAsync(int.MaxValue);
            for (var offset = 0; ; offset++)
            {
                await acks.WaitAsync(connection.Ended);
                connection.Commit(connection.Received[offset]);
                await connection.AckAsync(offset);
                acked?.TrySetResult();
            }
        };
}
