using Grpc.Core;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Zerobus.Tests;

/// <summary>One of several streams of a table fails for good.</summary>
public sealed class ParallelStreamsFailureTests
{
    private readonly List<string> _order = [];
    private volatile bool _broken;
    private volatile bool _died;
    private volatile bool _stalls;

    // Set when everything is accepted that the failing stream is to keep.
    private readonly TaskCompletionSource _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task WriteAsync_OneStreamHasFailed_ItsKeysThrowAndTheOthersGoOn()
    {
        await using var rig = await ZerobusRig.StartAsync(ScriptAsync);
        var streams = await FailOneAsync(rig, "the failed key"u8.ToArray());
        var failed = streams.StreamOf("the failed key"u8);

        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => streams.WriteAsync("x"u8.ToArray(), "the failed key"u8).AsTask());
        var turns = new List<int>();
        for (var i = 0; i < 6; i++)
        {
            var position = await streams.WriteAsync(ZerobusRig.Record(i));
            turns.Add(position.Stream);
            await streams.WaitForAckAsync(position).AsTask().WaitAsync(ZerobusRig.Patience);
        }

        Assert.Equal(ZerobusErrorCode.TableNotFound, error.Code);
        Assert.Equal(failed, error.StreamIndex);
        Assert.Same(error.InnerException, streams.Failure!.InnerException);
        Assert.Equal(ZerobusStreamState.Failed, streams.State);
        Assert.DoesNotContain(failed, turns);
        Assert.Equal(2, turns.Distinct().Count());
        var info = streams.GetStreams()[failed];
        Assert.Equal(ZerobusStreamState.Failed, info.State);
        Assert.Equal((4L, 3L), (info.Accepted, info.Unsettled));
        Assert.Same(error.InnerException, info.Failure);
    }

    [Fact]
    public async Task ReopenAsync_AFailedStream_SendsItsUnackedWritesFirstAtTheirPositions()
    {
        await using var rig = await ZerobusRig.StartAsync(ScriptAsync);
        var streams = await FailOneAsync(rig, "key"u8.ToArray());
        var failed = streams.StreamOf("key"u8);
        Assert.Equal(
            ["1:die", "2:second", "3:third"],
            streams.GetUnacked()[failed].Select(static u => $"{u.Offset}:{ZerobusRig.Text(u.Records[0])}"));
        await Assert.ThrowsAsync<ZerobusException>(() => streams.WaitForAckAsync(new(failed, 2)).AsTask());

        _broken = false;
        await streams.ReopenAsync(failed).WaitAsync(ZerobusRig.Patience);
        var next = await streams.WriteAsync("fourth"u8.ToArray(), "key"u8);
        await streams.WaitForAckAsync(next).AsTask().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(new ZerobusPosition(failed, 4), next);
        Assert.Equal(["first", "die", "second", "third", "fourth"], _order);
        for (var offset = 0; offset <= 4; offset++)
        {
            await streams.WaitForAckAsync(new(failed, offset)).AsTask().WaitAsync(ZerobusRig.Patience);
            Assert.True(streams.IsSettled(new(failed, offset), out var failure));
            Assert.Null(failure);
        }

        Assert.Null(streams.Failure);
        Assert.Equal(5, streams.GetStreams()[failed].Accepted);
        await streams.CloseAsync().WaitAsync(ZerobusRig.Patience);
    }

    [Fact]
    public async Task ReopenAsync_WithoutOneWrite_EndsThatAsWithdrawn()
    {
        await using var rig = await ZerobusRig.StartAsync(ScriptAsync);
        var streams = await FailOneAsync(rig, "key"u8.ToArray());
        var failed = streams.StreamOf("key"u8);

        _broken = false;
        await streams.ReopenAsync(failed, static write => write.Offset != 1).WaitAsync(ZerobusRig.Patience);
        await streams.WaitForAckAsync(new(failed, 3)).AsTask().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(["first", "second", "third"], _order);
        Assert.True(streams.IsSettled(new(failed, 1), out var failure));
        Assert.Equal(ZerobusErrorCode.RecordWithdrawn, failure!.Code);
    }

    [Fact]
    public async Task ReopenAsync_ItFailsAgain_StaysFailedWithItsWritesAndCanBeTriedAgain()
    {
        await using var rig = await ZerobusRig.StartAsync(ScriptAsync);
        var streams = await FailOneAsync(rig, "key"u8.ToArray());
        var failed = streams.StreamOf("key"u8);

        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => streams.ReopenAsync(failed).WaitAsync(ZerobusRig.Patience));
        Assert.Equal((ZerobusErrorCode.TableNotFound, (int?)failed), (error.Code, error.StreamIndex));
        Assert.Equal(3, streams.GetUnacked()[failed].Count);

        _broken = false;
        await streams.ReopenAsync(failed).WaitAsync(ZerobusRig.Patience);
        await streams.CloseAsync().WaitAsync(ZerobusRig.Patience);
        Assert.Equal(["first", "die", "second", "third"], _order);
    }

    [Fact]
    public async Task ReopenAsync_ManyCallsAtOnce_ReopenOnce()
    {
        await using var rig = await ZerobusRig.StartAsync(ScriptAsync);
        var streams = await FailOneAsync(rig, "key"u8.ToArray());
        var before = rig.Server.State.Connections.Count;

        _broken = false;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => streams.ReopenAsync(streams.StreamOf("key"u8))))
            .WaitAsync(ZerobusRig.Patience);
        await streams.CloseAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(before + 1, rig.Server.State.Connections.Count);
        Assert.Equal(["first", "die", "second", "third"], _order);
    }

    [Fact]
    public async Task ReopenAsync_AWorkingStream_DoesNothing()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var streams = await rig.Client.OpenParallelStreamsAsync(ZerobusRig.Proto, 2).WaitAsync(ZerobusRig.Patience);

        await streams.ReopenAsync(0).WaitAsync(ZerobusRig.Patience);

        Assert.Equal(2, rig.Server.State.Connections.Count);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => streams.ReopenAsync(2));
    }

    [Fact]
    public async Task ReopenAsync_TheUnackedWritesAreGone_IsRefused()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var streams = await rig.Client.OpenParallelStreamsAsync(ZerobusRig.Proto with { KeepUnacked = false }, 2)
            .WaitAsync(ZerobusRig.Patience);

        var error = await Assert.ThrowsAsync<ZerobusException>(() => streams.ReopenAsync(0));

        Assert.Equal(ZerobusErrorCode.OptionsInvalid, error.Code);
    }

    [Fact]
    public async Task CloseAsync_OneStreamHasFailed_ClosesTheOthersAndThrows()
    {
        await using var rig = await ZerobusRig.StartAsync(ScriptAsync);
        var streams = await FailOneAsync(rig, "key"u8.ToArray());
        var failed = streams.StreamOf("key"u8);

        var error = await Assert.ThrowsAsync<ZerobusException>(() => streams.CloseAsync().WaitAsync(ZerobusRig.Patience));

        Assert.Equal(failed, error.StreamIndex);
        Assert.Equal(2, streams.GetStreams().Count(static s => s.State == ZerobusStreamState.Closed));
        _broken = false;
        var closed = await Assert.ThrowsAsync<ZerobusException>(() => streams.ReopenAsync(failed).WaitAsync(ZerobusRig.Patience));
        Assert.Equal(ZerobusErrorCode.StreamClosed, closed.Code);
        Assert.Equal(3, streams.GetUnacked()[failed].Count);
        // It is known.
        await streams.DisposeAsync();
    }

    [Fact]
    public async Task ReopenAsync_RefusalsAndFailedOrderingKeys_AreRemembered()
    {
        await using var rig = await ZerobusRig.StartAsync(ScriptAsync);
        await using var streams = await rig.Client.OpenParallelStreamsAsync(ZerobusRig.Proto, 1).WaitAsync(ZerobusRig.Patience);
        var terms = new WriteTerms { OrderingKey = 7 };
        var bad = await streams.WriteAsync("bad"u8.ToArray(), terms: terms);
        await Assert.ThrowsAsync<ZerobusException>(
            () => streams.WaitForAckAsync(bad).AsTask().WaitAsync(ZerobusRig.Patience));
        await streams.WriteAsync("die"u8.ToArray());
        _accepted.SetResult();
        await Eventually.HoldsAsync(() => streams.State == ZerobusStreamState.Failed);

        _broken = false;
        await streams.ReopenAsync(0).WaitAsync(ZerobusRig.Patience);
        await streams.WaitForAckAsync(new(0, 1)).AsTask().WaitAsync(ZerobusRig.Patience);

        var refused = await Assert.ThrowsAsync<ZerobusException>(() => streams.WaitForAckAsync(bad).AsTask());
        Assert.Equal(ZerobusErrorCode.RecordRefused, refused.Code);
        var withdrawn = await Assert.ThrowsAsync<ZerobusException>(
            () => streams.WriteAsync("later"u8.ToArray(), terms: terms).AsTask());
        Assert.Equal(ZerobusErrorCode.RecordWithdrawn, withdrawn.Code);
        Assert.Equal(["die"], _order);
    }

    [Fact]
    public async Task Abort_WhileAStreamIsReopened_EndsAll()
    {
        await using var rig = await ZerobusRig.StartAsync(ScriptAsync, static o => o with { OpenAttempts = 1_000_000 });
        var streams = await FailOneAsync(rig, "key"u8.ToArray());
        var before = rig.Server.State.Connections.Count;
        _stalls = true;
        var reopening = streams.ReopenAsync(streams.StreamOf("key"u8));
        await rig.Server.State.ConnectionAsync(before).WaitAsync(ZerobusRig.Patience);

        streams.Abort();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reopening.WaitAsync(ZerobusRig.Patience));
        await Eventually.HoldsAsync(() => streams.GetStreams().All(
            static s => s.State is ZerobusStreamState.Closed or ZerobusStreamState.Failed));
    }

    // Three streams, of which that of the key fails with one acked write and three unacked ones.
    private async Task<ZerobusParallelStreams> FailOneAsync(ZerobusRig rig, ReadOnlyMemory<byte> key)
    {
        var streams = await rig.Client.OpenParallelStreamsAsync(ZerobusRig.Proto, 3).WaitAsync(ZerobusRig.Patience);
        var first = await streams.WriteAsync("first"u8.ToArray(), key.Span);
        await streams.WaitForAckAsync(first).AsTask().WaitAsync(ZerobusRig.Patience);
        var batch = new[] { "die", "second", "third" };
        foreach (var record in batch)
            await streams.WriteAsync(System.Text.Encoding.UTF8.GetBytes(record), key.Span);
        _accepted.SetResult();
        await Eventually.HoldsAsync(() => streams.GetStreams()[first.Stream].State == ZerobusStreamState.Failed);
        return streams;
    }

    // Acks everything but "bad", which it refuses, until it reads "die": then no stream opens while it is broken.
    private async Task ScriptAsync(ScriptedConnection connection)
    {
        if (_stalls)
        {
            await connection.ReadCreateAsync();
            await connection.StallAsync();
        }

        if (_broken)
            throw new RpcException(new Status(StatusCode.NotFound, "gone"));
        await connection.OpenAsync();
        while (await connection.ReadAsync() is { } request)
        {
            var text = ZerobusRig.Text(request.Records[0]);
            if (text == "bad")
                throw new RpcException(new Status(StatusCode.InvalidArgument, "bad"));
            if (text == "die" && !_died)
            {
                await _accepted.Task;
                (_died, _broken) = (true, true);
                throw new RpcException(new Status(StatusCode.Unavailable, "dead"));
            }

            lock (_order)
                _order.Add(text);
            connection.Commit(request);
            await connection.AckAsync(request.Offset);
        }
    }
}
