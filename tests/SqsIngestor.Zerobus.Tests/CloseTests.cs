using System.Runtime.CompilerServices;
using Grpc.Core;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Zerobus.Tests;

public sealed class CloseTests
{
    [Fact]
    public async Task CloseAsync_WithWritesInFlight_SettlesThemAndHalfCloses()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var stream = await rig.OpenAsync();

        for (var i = 0; i < 50; i++)
            await stream.WriteAsync(ZerobusRig.Record(i));
        await stream.CloseAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(50, rig.Durable.Length);
        Assert.Equal(ZerobusStreamState.Closed, stream.State);
        await rig.Server.State.Connections[0].Over.WaitAsync(ZerobusRig.Patience);
        Assert.True(rig.Server.State.Connections[0].HalfClosed);
    }

    [Fact]
    public async Task CloseAsync_TwiceAndAtOnce_HasOneOutcome()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var stream = await rig.OpenAsync();
        await stream.WriteAsync(ZerobusRig.Record(0));

        await Task.WhenAll(stream.CloseAsync(), stream.CloseAsync(), stream.DisposeAsync().AsTask())
            .WaitAsync(ZerobusRig.Patience);
        await stream.CloseAsync();
        await stream.DisposeAsync();

        Assert.Equal(["record-0"], rig.Durable);
    }

    [Fact]
    public async Task CloseAsync_AfterAFailure_ThrowsThatFailure()
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

        var error = await Assert.ThrowsAsync<ZerobusException>(() => stream.CloseAsync().WaitAsync(ZerobusRig.Patience));
        Assert.Equal(ZerobusErrorCode.TableNotFound, error.Code);
        await Assert.ThrowsAsync<ZerobusException>(() => stream.CloseAsync());
        await stream.DisposeAsync();
        Assert.Single(stream.GetUnacked());
    }

    [Fact]
    public async Task DisposeAsync_FailureNobodyWasToldOf_Throws()
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

        await Assert.ThrowsAsync<ZerobusException>(() => stream.DisposeAsync().AsTask().WaitAsync(ZerobusRig.Patience));
    }

    [Fact]
    public async Task CloseAsync_WithConcurrentWriters_SettlesAllThatWasAccepted()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var stream = await rig.OpenAsync();
        var accepted = 0;
        var started = new TaskCompletionSource();

        var writers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    await stream.WriteAsync(ZerobusRig.Record(0));
                    if (Interlocked.Increment(ref accepted) > 200)
                        started.TrySetResult();
                }
            }
            catch (ZerobusException e) when (e.Code == ZerobusErrorCode.StreamClosed)
            {
                // What every writer gets once the close has begun.
            }
        })).ToArray();
        await started.Task.WaitAsync(ZerobusRig.Patience);
        await stream.CloseAsync().WaitAsync(ZerobusRig.Patience);
        await Task.WhenAll(writers).WaitAsync(ZerobusRig.Patience);

        Assert.Equal(accepted, rig.Durable.Length);
        Assert.Empty(stream.GetUnacked());
    }

    [Fact]
    public async Task WriteAsync_AfterClose_IsRefused()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var stream = await rig.OpenAsync();
        await stream.CloseAsync().WaitAsync(ZerobusRig.Patience);

        var error = await Assert.ThrowsAsync<ZerobusException>(() => stream.WriteAsync(ZerobusRig.Record(0)).AsTask());
        Assert.Equal(ZerobusErrorCode.StreamClosed, error.Code);
    }

    // The clock stands still, so whatever waits for time to pass would hang.
    [Fact]
    public async Task Abort_UnackedInFlight_EndsWithoutWaitingAndClosesTheConnection()
    {
        await using var rig = await ZerobusRig.StartAsync(Silent, clock: new QuietClock());
        var stream = await rig.OpenAsync();
        await stream.WriteAsync(ZerobusRig.Record(0));
        var waiting = stream.WaitForAckAsync(0).AsTask();

        stream.Abort();
        var error = await Assert.ThrowsAsync<ZerobusException>(() => waiting.WaitAsync(ZerobusRig.Patience));

        Assert.Equal(ZerobusErrorCode.Aborted, error.Code);
        await rig.Server.State.Connections[0].Over.WaitAsync(ZerobusRig.Patience);
        await stream.DisposeAsync().AsTask().WaitAsync(ZerobusRig.Patience);
        Assert.Equal("record-0", ZerobusRig.Text(Assert.Single(stream.GetUnacked()).Records[0]));
    }

    [Fact]
    public async Task DisposeAsync_OfTheClientWithoutClose_EndsItsStreamsWithoutWaiting()
    {
        await using var rig = await ZerobusRig.StartAsync(Silent, clock: new QuietClock());
        var streams = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => rig.OpenAsync()));
        foreach (var stream in streams)
            await stream.WriteAsync(ZerobusRig.Record(0));

        await rig.Client.DisposeAsync().AsTask().WaitAsync(ZerobusRig.Patience);

        Assert.All(streams, static s => Assert.Equal(ZerobusStreamState.Closed, s.State));
        await Task.WhenAll(rig.Server.State.Connections.Select(static c => c.Over)).WaitAsync(ZerobusRig.Patience);
    }

    [Fact]
    public async Task Abort_WhileIdle_Ends()
    {
        await using var rig = await ZerobusRig.StartAsync(static connection => connection.OpenAsync());
        var stream = await rig.OpenAsync();
        await Eventually.HoldsAsync(() => stream.State == ZerobusStreamState.Idle);

        stream.Abort();
        await Eventually.HoldsAsync(() => stream.State == ZerobusStreamState.Closed);
        await stream.DisposeAsync().AsTask().WaitAsync(ZerobusRig.Patience);
    }

    [Fact]
    public async Task CloseAndAbort_ManyStreams_LeaveNothingBehind()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var streams = await OpenAndEndAsync(rig, 20);

        // Sockets and timers let go on their own threads.
        await Eventually.HoldsAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return streams.All(static s => !s.IsAlive);
        });
        await Task.WhenAll(rig.Server.State.Connections.Select(static c => c.Over)).WaitAsync(ZerobusRig.Patience);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference[]> OpenAndEndAsync(ZerobusRig rig, int count)
    {
        var ended = new WeakReference[count];
        for (var i = 0; i < count; i++)
        {
            var stream = await rig.OpenAsync();
            await stream.WriteAsync(ZerobusRig.Record(i));
            if (i % 2 == 0)
                stream.Abort();
            await stream.DisposeAsync();
            ended[i] = new WeakReference(stream);
        }

        return ended;
    }

    private static async Task Silent(ScriptedConnection connection)
    {
        await connection.OpenAsync();
        await connection.StallAsync();
    }
}
