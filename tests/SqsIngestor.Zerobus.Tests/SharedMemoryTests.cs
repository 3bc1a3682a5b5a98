using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Zerobus.Tests;

/// <summary>Several streams of one client share its memory.</summary>
public sealed class SharedMemoryTests
{
    private const int Budget = 4 * 1024 * 1024;

    [Fact]
    public async Task WriteAsync_ATableIsNeverAcked_OtherTablesContinue()
    {
        await using var rig = await ZerobusRig.StartAsync(
            Scripts.InTurn(NeverAcked, Scripts.WellBehaved), static o => o with { MaxTotalInFlightBytes = Budget });
        var swallowed = await rig.OpenAsync();
        var healthy = await rig.OpenAsync();
        using var cancelled = new CancellationTokenSource();
        while (swallowed.WriteAsync(new byte[100_000], cancelled.Token).AsTask().IsCompletedSuccessfully)
        {
        }

        for (var i = 0; i < 100; i++)
            await healthy.WriteAsync(new byte[100_000]).AsTask().WaitAsync(ZerobusRig.Patience);
        await healthy.FlushAsync().WaitAsync(ZerobusRig.Patience);

        await cancelled.CancelAsync();
        Assert.Equal(100, rig.Server.State.Durable.Count);
    }

    [Fact]
    public async Task WriteAsync_AnotherStreamIsAborted_TakesItsRoom()
    {
        await using var rig = await ZerobusRig.StartAsync(NeverAcked, static o => o with { MaxTotalInFlightBytes = Budget });
        var first = await rig.OpenAsync();
        var second = await rig.OpenAsync();
        using var cancelled = new CancellationTokenSource();
        while (first.WriteAsync(new byte[100_000], cancelled.Token).AsTask().IsCompletedSuccessfully)
        {
        }

        await cancelled.CancelAsync();
        var writes = Enumerable.Range(0, 30).Select(_ => second.WriteAsync(new byte[100_000]).AsTask()).ToArray();
        Assert.Contains(writes, static write => !write.IsCompleted);
        first.Abort();

        await Task.WhenAll(writes).WaitAsync(ZerobusRig.Patience);
        second.Abort();
    }

    [Fact]
    public async Task WriteAsync_LargerThanHalfOfTheSharedMemory_IsRefused()
    {
        await using var rig = await ZerobusRig.StartAsync(tune: static o => o with { MaxTotalInFlightBytes = Budget });
        var stream = await rig.OpenAsync();

        var error = await Assert.ThrowsAsync<ZerobusException>(() => stream.WriteAsync(new byte[Budget / 2 + 1]).AsTask());
        Assert.Equal(ZerobusErrorCode.RecordTooLarge, error.Code);
        await stream.WriteAsync(new byte[Budget / 2]).AsTask().WaitAsync(ZerobusRig.Patience);
    }

    [Fact]
    public async Task WriteAsync_CancelledInFrontOfASmallerOne_LetsItPass()
    {
        await using var rig = await ZerobusRig.StartAsync(NeverAcked, static o => o with { MaxInFlightBytes = 100 });
        var stream = await rig.OpenAsync();
        using var cancelled = new CancellationTokenSource();
        await stream.WriteAsync(new byte[60]);

        var large = stream.WriteAsync(new byte[80], cancelled.Token).AsTask();
        var small = stream.WriteAsync(new byte[40]).AsTask();
        await cancelled.CancelAsync();

        Assert.Equal(1, await small.WaitAsync(ZerobusRig.Patience));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        stream.Abort();
    }

    [Fact]
    public async Task WriteAsync_OpenedAfterAnotherTableTookAllItCould_Continues()
    {
        await using var rig = await ZerobusRig.StartAsync(
            Scripts.InTurn(NeverAcked, Scripts.WellBehaved),
            static o => o with { MaxTotalInFlightBytes = Budget, ExpectedStreams = 2 });
        var swallowed = await rig.OpenAsync();
        using var cancelled = new CancellationTokenSource();
        while (swallowed.WriteAsync(new byte[100_000], cancelled.Token).AsTask().IsCompletedSuccessfully)
        {
        }

        var late = await rig.OpenAsync();
        for (var i = 0; i < 20; i++)
            await late.WriteAsync(new byte[100_000]).AsTask().WaitAsync(ZerobusRig.Patience);
        await late.FlushAsync().WaitAsync(ZerobusRig.Patience);

        await cancelled.CancelAsync();
        Assert.Equal(20, rig.Server.State.Durable.Count);
    }

    [Fact]
    public void ExpectedStreams_OutOfRange_IsRefused()
    {
        var options = new ZerobusClientOptions { Endpoint = new Uri("http://127.0.0.1"), ExpectedStreams = 0 };

        var error = Assert.Throws<ZerobusException>(() => new ZerobusClient(options, new StaticHeadersProvider("t")));
        Assert.Equal(ZerobusErrorCode.OptionsInvalid, error.Code);
    }

    [Fact]
    public async Task ExpectedStreams_SetLater_IsChecked()
    {
        await using var client = new ZerobusClient(
            new ZerobusClientOptions { Endpoint = new Uri("http://127.0.0.1"), ExpectedStreams = 2 },
            new StaticHeadersProvider("t"));
        Assert.Equal(2, client.ExpectedStreams);

        Assert.Throws<ArgumentOutOfRangeException>(() => client.ExpectedStreams = 0);
        client.ExpectedStreams = 3;
        Assert.Equal(3, client.ExpectedStreams);
    }

    [Fact]
    public void Check_ASharedMemoryBelowItsLeast_IsRefused()
    {
        var options = new ZerobusClientOptions { Endpoint = new Uri("http://127.0.0.1"), MaxTotalInFlightBytes = 1000 };

        var error = Assert.Throws<ZerobusException>(() => new ZerobusClient(options, new StaticHeadersProvider("t")));
        Assert.Equal(ZerobusErrorCode.OptionsInvalid, error.Code);
    }

    private static async Task NeverAcked(ScriptedConnection connection)
    {
        await connection.OpenAsync();
        while (await connection.ReadAsync() is not null)
        {
        }
    }
}
