using Grpc.Core;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Zerobus.Tests;

public sealed class FlushTests
{
    [Fact]
    public async Task FlushAsync_NothingWritten_CompletesAtOnce()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var stream = await rig.OpenAsync();
        Assert.True(stream.FlushAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task FlushAsync_LaterWritesUnacked_DoesNotWaitForThem()
    {
        var more = new TaskCompletionSource();
        await using var rig = await ZerobusRig.StartAsync(async connection =>
        {
            await connection.OpenAsync();
            await connection.ReadAsync(2);
            await connection.AckAsync(0);
            await more.Task;
            await connection.AckAsync(1);
            await connection.ReadAsync();
        });
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(ZerobusRig.Record(0));
        var flush = stream.FlushAsync();
        await stream.WriteAsync(ZerobusRig.Record(1));
        await flush.WaitAsync(ZerobusRig.Patience);

        Assert.Equal(1, Assert.Single(stream.GetUnacked()).Offset);
        more.SetResult();
    }

    [Fact]
    public async Task FlushAsync_StreamFails_EndsAtOnceWithThatError()
    {
        await using var rig = await ZerobusRig.StartAsync(Scripts.InTurn(
            static async connection =>
            {
                await connection.OpenAsync();
                await connection.ReadAsync(1);
                throw new RpcException(new Status(StatusCode.NotFound, "gone"));
            },
            Scripts.RefusingToOpen(new Status(StatusCode.NotFound, "gone"))));
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(ZerobusRig.Record(0));
        var error = await Assert.ThrowsAsync<ZerobusException>(() => stream.FlushAsync().WaitAsync(ZerobusRig.Patience));

        Assert.Equal(ZerobusErrorCode.TableNotFound, error.Code);
        Assert.Equal(ZerobusStreamState.Failed, stream.State);
        Assert.Same(error, stream.Failure);
    }

    [Fact]
    public async Task FlushAsync_TimesOut_LeavesTheStreamUsable()
    {
        var clock = new QuietClock();
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
            static o => o with { FlushTimeout = TimeSpan.FromSeconds(1) },
            clock: clock);
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(ZerobusRig.Record(0));
        var flush = stream.FlushAsync();
        clock.Advance(TimeSpan.FromSeconds(0.9));
        Assert.False(flush.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.2));
        var error = await Assert.ThrowsAsync<ZerobusException>(() => flush.WaitAsync(ZerobusRig.Patience));
        Assert.Equal(ZerobusErrorCode.FlushTimedOut, error.Code);
        Assert.True(error.IsRetryable);

        ack.SetResult();
        await stream.WriteAsync(ZerobusRig.Record(1));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);
        Assert.Empty(stream.GetUnacked());
    }

    [Fact]
    public async Task FlushAsync_Cancelled_Throws()
    {
        await using var rig = await ZerobusRig.StartAsync(static async connection =>
        {
            await connection.OpenAsync();
            await connection.StallAsync();
        });
        var stream = await rig.OpenAsync();
        using var cancelled = new CancellationTokenSource();

        await stream.WriteAsync(ZerobusRig.Record(0));
        var flush = stream.FlushAsync(cancelled.Token);
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush.WaitAsync(ZerobusRig.Patience));
    }

    [Fact]
    public async Task WaitForAckAsync_OffsetNeverWritten_Throws()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var stream = await rig.OpenAsync();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => stream.WaitForAckAsync(0).AsTask());
    }
}
