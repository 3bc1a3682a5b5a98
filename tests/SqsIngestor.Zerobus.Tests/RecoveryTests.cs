using Grpc.Core;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Zerobus.Tests;

public sealed class RecoveryTests
{
    public static TheoryData<StatusCode> Retryable =>
    [
        StatusCode.Unavailable, StatusCode.Internal, StatusCode.Unknown, StatusCode.Aborted, StatusCode.Cancelled,
        StatusCode.DeadlineExceeded, StatusCode.ResourceExhausted, StatusCode.FailedPrecondition, StatusCode.DataLoss,
            StatusCode.OK,
    ];

    [Theory]
    [MemberData(nameof(Retryable))]
    public async Task Write_RetryableEnd_ResendsAllUnackedFromWireOffsetZeroWithBatchesKept(StatusCode status)
    {
        await using var rig = await ZerobusRig.StartAsync(Scripts.InTurn(
            async connection =>
            {
                await connection.OpenAsync();
                foreach (var request in (await connection.ReadAsync(4)).Take(2))
                    connection.Commit(request);
                await connection.AckAsync(1);
                if (status != StatusCode.OK)
                    throw new RpcException(new Status(status, "try again"));
            },
            Scripts.WellBehaved));
        var stream = await rig.OpenAsync();

        Assert.Equal(0, await stream.WriteAsync(ZerobusRig.Record(0)));
        Assert.Equal(1, await stream.WriteAsync(ZerobusRig.Record(1)));
        Assert.Equal(2, await stream.WriteBatchAsync([ZerobusRig.Record(2), ZerobusRig.Record(3)]));
        Assert.Equal(3, await stream.WriteAsync(ZerobusRig.Record(4)));
        await stream.WaitForAckAsync(3).AsTask().WaitAsync(ZerobusRig.Patience);
        Assert.Equal(4, await stream.WriteAsync(ZerobusRig.Record(5)));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(["record-0", "record-1", "record-2", "record-3", "record-4", "record-5"], rig.Durable);
        var resent = rig.Server.State.Connections[1].Received;
        Assert.Equal([0L, 1L, 2L], resent.Select(static r => r.Offset));
        Assert.Equal([true, false, false], resent.Select(static r => r.IsBatch));
    }

    [Theory]
    [InlineData(StatusCode.Unauthenticated)]
    [InlineData(StatusCode.PermissionDenied)]
    [InlineData(StatusCode.OutOfRange)]
    [InlineData(StatusCode.Unimplemented)]
    [InlineData(StatusCode.NotFound)]
    public async Task Write_FinalStatusAlsoForTheNextOpen_FailsTheStreamWithIt(StatusCode status)
    {
        await using var rig = await ZerobusRig.StartAsync(
            Scripts.InTurn(EndAfterOneRecord(status), Scripts.RefusingToOpen(new Status(status, "never"))));
        var stream = await rig.OpenAsync();
        await stream.WriteAsync(ZerobusRig.Record(0));

        var error = await Assert.ThrowsAsync<ZerobusException>(() => stream.FlushAsync().WaitAsync(ZerobusRig.Patience));

        Assert.Equal((int)status, error.GrpcStatus);
        Assert.False(error.IsRetryable);
        // A refused token earns one more try with a fresh one.
        Assert.InRange(rig.Server.State.Connections.Count, 2, 3);
    }

    [Theory]
    [InlineData(StatusCode.Unauthenticated)]
    [InlineData(StatusCode.PermissionDenied)]
    [InlineData(StatusCode.OutOfRange)]
    [InlineData(StatusCode.Unimplemented)]
    [InlineData(StatusCode.NotFound)]
    public async Task Write_FinalStatusOnceWithUnackedRecords_IsNotTheEndOfTheStream(StatusCode status)
    {
        await using var rig = await ZerobusRig.StartAsync(Scripts.InTurn(EndAfterOneRecord(status), Scripts.WellBehaved));
        var stream = await rig.OpenAsync();
        await stream.WriteAsync(ZerobusRig.Record(0));

        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(["record-0"], rig.Durable);
    }

    [Fact]
    public async Task Write_InvalidArgumentWithNothingUnacked_IsNoRecordsFault()
    {
        await using var rig = await ZerobusRig.StartAsync(static async connection =>
        {
            await connection.OpenAsync();
            await connection.ReadAsync(1);
            await connection.AckAsync(0);
            throw new RpcException(new Status(StatusCode.InvalidArgument, "the stream itself"));
        });
        var stream = await rig.OpenAsync();
        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);
        await rig.Server.State.Connections[0].Over.WaitAsync(ZerobusRig.Patience);

        var error = await Assert.ThrowsAsync<ZerobusException>(async () =>
        {
            while (true)
            {
                await stream.WriteAsync(ZerobusRig.Record(1));
                await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);
            }
        });
        Assert.Equal(ZerobusErrorCode.StreamFailed, error.Code);
    }

    [Theory]
    [InlineData(5L)]
    [InlineData(-1L)]
    [InlineData(null)]
    public async Task Ack_OutsideTheProtocol_ReconnectsAndResends(long? ack)
    {
        await using var rig = await ZerobusRig.StartAsync(Scripts.InTurn(
            async connection =>
            {
                await connection.OpenAsync();
                await connection.ReadAsync(2);
                await connection.AckAsync(0);
                await connection.AckAsync(ack);
                await connection.StallAsync();
            },
            Scripts.WellBehaved));
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.WriteAsync(ZerobusRig.Record(1));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(["record-1"], rig.Server.State.Connections[1].Received.Select(static r => ZerobusRig.Text(r.Records[0])));
    }

    [Fact]
    public async Task Response_WithoutPayload_ReconnectsAndResends()
    {
        await using var rig = await ZerobusRig.StartAsync(Scripts.InTurn(
            static async connection =>
            {
                await connection.OpenAsync();
                await connection.ReadAsync(1);
                await connection.SendEmptyAsync();
                await connection.StallAsync();
            },
            Scripts.WellBehaved));
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(["record-0"], rig.Durable);
    }

    [Fact]
    public async Task Write_EveryConnectionEndsWithTheOnlyRecord_FailsAfterABoundedNumberOfOpens()
    {
        await using var rig = await ZerobusRig.StartAsync(
            Scripts.Refusing(static r => ZerobusRig.Text(r) == "record-1" ? new Status(StatusCode.Internal, "it crashed") : null),
            static o => o with { ReopensWithoutProgress = 4 });
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.WriteAsync(ZerobusRig.Record(1));
        var error = await Assert.ThrowsAsync<ZerobusException>(() => stream.FlushAsync().WaitAsync(ZerobusRig.Patience));

        Assert.Equal(ZerobusErrorCode.NoProgress, error.Code);
        Assert.Equal(1, error.SuspectOffset);
        Assert.True(error.IsRetryable);
        Assert.DoesNotContain("it crashed", error.Message, StringComparison.Ordinal);
        Assert.Contains("INTERNAL", error.Message, StringComparison.Ordinal);
        Assert.InRange(rig.Server.State.Connections.Count, 4, 6);
        Assert.Equal("record-1", ZerobusRig.Text(Assert.Single(stream.GetUnacked()).Records[0]));
    }

    [Fact]
    public async Task Write_ConnectionEndsWhileIdle_ReconnectsOnlyForTheNextWrite()
    {
        await using var rig = await ZerobusRig.StartAsync(Scripts.InTurn(
            static async connection =>
            {
                await connection.OpenAsync();
                await connection.ReadAsync(1);
                await connection.AckAsync(0);
            },
            Scripts.WellBehaved));
        var stream = await rig.OpenAsync();
        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);
        await rig.Server.State.Connections[0].Over.WaitAsync(ZerobusRig.Patience);
        await Eventually.HoldsAsync(() => stream.State == ZerobusStreamState.Idle);
        Assert.Single(rig.Server.State.Connections);

        await stream.WriteAsync(ZerobusRig.Record(1));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(2, rig.Server.State.Connections.Count);
    }

    [Fact]
    public async Task Write_ManyReconnectsInTheMiddle_KeepsOrderAndLosesNothing()
    {
        await using var rig = await ZerobusRig.StartAsync(static async connection =>
        {
            await connection.OpenAsync();
            if (connection.Number >= 10)
            {
                await Scripts.AckAllAsync(connection);
                return;
            }

            foreach (var request in await connection.ReadAsync(1))
                connection.Commit(request);
            await connection.AckAsync(0);
            await connection.ReadAsync(1);
            throw new RpcException(new Status(StatusCode.Unavailable, "again"));
        });
        var stream = await rig.OpenAsync();

        for (var i = 0; i < 200; i++)
            Assert.Equal(i, await stream.WriteAsync(ZerobusRig.Record(i)));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(Enumerable.Range(0, 200).Select(static i => $"record-{i}"), rig.Durable);
        Assert.All(rig.Server.State.Connections, static c => Assert.Equal(0, c.Received[0].Offset));
    }

    private static Func<ScriptedConnection, Task> EndAfterOneRecord(StatusCode status) => async connection =>
    {
        await connection.OpenAsync();
        await connection.ReadAsync(1);
        throw new RpcException(new Status(status, "this time"));
    };
}
