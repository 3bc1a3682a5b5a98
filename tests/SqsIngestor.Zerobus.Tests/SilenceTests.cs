using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.Connections;
using SqsIngestor.Zerobus.Testing;
using SqsIngestor.Zerobus.Tests.Support;

namespace SqsIngestor.Zerobus.Tests;

/// <summary>A connection that falls silent says nothing about the records on it.</summary>
public sealed class SilenceTests
{
    private static readonly TimeSpan AckTimeout = TimeSpan.FromSeconds(60);

    private readonly SteppedClock _clock = new();

    [Fact]
    public async Task Write_TwoConnectionsFallSilent_BlamesNoRecordAndSendsAllOfThemAgain()
    {
        await using var rig = await ProxiedRig.StartAsync(
            _clock, script: Scripts.InTurn(NeverAcksAsync, NeverAcksAsync, Scripts.WellBehaved));
        var stream = await rig.Rig.OpenAsync();
        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.WriteAsync(ZerobusRig.Record(1));

        await FallSilentAsync(rig, connection: 0, records: 2);
        await FallSilentAsync(rig, connection: 1, records: 2);
        await _clock.RunUntilAsync(stream.FlushAsync());

        Assert.Equal(["record-0", "record-1"], rig.Rig.Durable);
        Assert.Equal(3, rig.Proxy.Accepted);
    }

    [Fact]
    public async Task Write_EveryConnectionFallsSilent_NamesNoSuspect()
    {
        await using var rig = await ProxiedRig.StartAsync(
            _clock, static o => o with { ReopensWithoutProgress = 2 }, NeverAcksAsync);
        var stream = await rig.Rig.OpenAsync();
        await stream.WriteAsync(ZerobusRig.Record(0));

        await FallSilentAsync(rig, connection: 0, records: 1);
        await FallSilentAsync(rig, connection: 1, records: 1);
        var error = await Assert.ThrowsAsync<ZerobusException>(() => stream.FlushAsync().WaitAsync(ZerobusRig.Patience));

        Assert.Equal(ZerobusErrorCode.NoProgress, error.Code);
        Assert.Null(error.SuspectOffset);
    }

    // Everything that a connection sends or receives disappears once it has got some records.
    private async Task FallSilentAsync(ProxiedRig rig, int connection, int records)
    {
        await _clock.RunUntilAsync(
            Eventually.HoldsAsync(() =>
                rig.Rig.Server.State.Connections.ElementAtOrDefault(connection)?.Received.Count == records));
        rig.Proxy.Swallow();
        await _clock.WhenWaitingAsync(AckDeadline.Tick);
        await _clock.StepAsync(AckDeadline.Tick, 2 * AckTimeout, () => rig.Rig.Silences == connection + 1);
    }

    private static async Task NeverAcksAsync(ScriptedConnection connection)
    {
        await connection.OpenAsync();
        await connection.ReadAsync(int.MaxValue);
    }
}
