using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Zerobus.Tests;

public sealed class BackPressureTests
{
    [Fact]
    public async Task WriteAsync_BeyondTheRequestLimit_WaitsForAnAck()
    {
        var ack = new TaskCompletionSource();
        await using var rig = await ZerobusRig.StartAsync(AckFirstWhen(ack.Task), static o => o with { MaxInFlightRequests = 2 });
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.WriteBatchAsync([ZerobusRig.Record(1), ZerobusRig.Record(2)]);
        var waiting = stream.WriteAsync(ZerobusRig.Record(3)).AsTask();
        Assert.False(waiting.IsCompleted);
        ack.SetResult();

        Assert.Equal(2, await waiting.WaitAsync(ZerobusRig.Patience));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);
        Assert.Equal(["record-0", "record-1", "record-2", "record-3"], rig.Durable);
    }

    [Fact]
    public async Task WriteAsync_BeyondTheByteLimit_WaitsForAnAck()
    {
        var ack = new TaskCompletionSource();
        await using var rig = await ZerobusRig.StartAsync(AckFirstWhen(ack.Task), static o => o with { MaxInFlightBytes = 100 });
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(new byte[60]);
        await stream.WriteAsync(new byte[40]);
        var waiting = stream.WriteAsync(new byte[1]).AsTask();
        Assert.False(waiting.IsCompleted);
        ack.SetResult();

        Assert.Equal(2, await waiting.WaitAsync(ZerobusRig.Patience));
    }

    [Fact]
    public async Task WriteAsync_LargerThanAllThatMayBeInFlight_IsRefused()
    {
        await using var rig = await ZerobusRig.StartAsync(tune: static o => o with { MaxInFlightBytes = 100 });
        var stream = await rig.OpenAsync();

        var error = await Assert.ThrowsAsync<ZerobusException>(() => stream.WriteAsync(new byte[101]).AsTask());
        Assert.Equal(ZerobusErrorCode.RecordTooLarge, error.Code);
    }

    [Fact]
    public async Task WriteAsync_CancelledWhileWaiting_TakesNoOffsetAndLetsOthersPass()
    {
        var ack = new TaskCompletionSource();
        await using var rig = await ZerobusRig.StartAsync(AckFirstWhen(ack.Task), static o => o with { MaxInFlightRequests = 1 });
        var stream = await rig.OpenAsync();
        using var cancelled = new CancellationTokenSource();

        await stream.WriteAsync(ZerobusRig.Record(0));
        var first = stream.WriteAsync(ZerobusRig.Record(1), cancelled.Token).AsTask();
        var second = stream.WriteAsync(ZerobusRig.Record(2)).AsTask();
        await cancelled.CancelAsync();
        ack.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(1, await second.WaitAsync(ZerobusRig.Patience));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);
        Assert.Equal(["record-0", "record-2"], rig.Durable);
    }

    [Fact]
    public async Task WriteAsync_SeveralWaiting_EnterInTheOrderOfTheirCalls()
    {
        var ack = new TaskCompletionSource();
        await using var rig = await ZerobusRig.StartAsync(AckFirstWhen(ack.Task), static o => o with { MaxInFlightRequests = 1 });
        var stream = await rig.OpenAsync();

        var writes = Enumerable.Range(0, 20).Select(i => stream.WriteAsync(ZerobusRig.Record(i)).AsTask()).ToArray();
        ack.SetResult();
        var offsets = await Task.WhenAll(writes).WaitAsync(ZerobusRig.Patience);
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(Enumerable.Range(0, 20).Select(static i => (long)i), offsets);
        Assert.Equal(Enumerable.Range(0, 20).Select(static i => $"record-{i}"), rig.Durable);
    }

    private static Func<ScriptedConnection, Task> AckFirstWhen(Task allowed) => async connection =>
    {
        await connection.OpenAsync();
        var first = await connection.ReadAsync();
        await allowed;
        connection.Commit(first!);
        await connection.AckAsync(0);
        await Scripts.AckAllAsync(connection);
    };
}
