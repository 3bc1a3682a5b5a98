using Grpc.Core;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Zerobus.Tests;

/// <summary>
/// However a service refuses a record, by any status or by dropping the connection, its neighbours become durable, and the client
/// names the record.
/// </summary>
public sealed class IsolationTests
{
    public static TheoryData<StatusCode?, bool> Refusals()
    {
        var data = new TheoryData<StatusCode?, bool> { { null, true }, { null, false } };
        foreach (var status in Enum.GetValues<StatusCode>())
        {
            data.Add(status, true);
            data.Add(status, false);
        }

        return data;
    }

    /// <param name="status">The status; null drops the connection.</param>
    /// <param name="acksBefore">Whether the service acks what precedes a refused record.</param>
    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Write_FiveBadAmongAHundred_NeighboursBecomeDurable(StatusCode? status, bool acksBefore)
    {
        await using var rig = await ZerobusRig.StartAsync(connection => ServeAsync(connection, status, acksBefore));
        var outcomes = new List<RefusedWrite>();
        var stream = await rig.OpenAsync(ZerobusRig.Proto with
        {
            OnAck = e =>
            {
                if (e.Refused is { } refused) outcomes.Add(refused);
            },
        });

        for (var i = 0; i < 100; i++)
            await stream.WriteAsync(ZerobusRig.Record(i));
        await Assert.ThrowsAsync<ZerobusException>(() => stream.FlushAsync().WaitAsync(ZerobusRig.Patience));

        Assert.Equal([10L, 30L, 50L, 70L, 90L], outcomes.Select(static o => o.Offset));
        var expected = status == StatusCode.InvalidArgument ? ZerobusErrorCode.RecordRefused : ZerobusErrorCode.RecordSuspected;
        Assert.All(outcomes, o => Assert.Equal(expected, o.Code));
        Assert.Equal(
            Enumerable.Range(0, 100).Where(static i => i % 20 != 10).Select(static i => $"record-{i}"), rig.Durable.Distinct());
        Assert.InRange(rig.Server.State.Connections.Count, 2, 30);
    }

    /// <summary>
    /// More of them than connections may end without progress: the last record is good, and must not go with them.
    /// </summary>
    [Theory]
    [InlineData(StatusCode.InvalidArgument)]
    [InlineData(StatusCode.Internal)]
    [InlineData(StatusCode.OutOfRange)]
    [InlineData(null)]
    public async Task Write_TwentyBadBeforeOneGood_TheGoodOneBecomesDurable(StatusCode? status)
    {
        await using var rig = await ZerobusRig.StartAsync(connection => ServeAsync(connection, status, acksBefore: true, Bad));
        var stream = await rig.OpenAsync();

        for (var i = 0; i < 21; i++)
            await stream.WriteAsync(ZerobusRig.Record(i));
        await Assert.ThrowsAsync<ZerobusException>(() => stream.FlushAsync().WaitAsync(ZerobusRig.Patience));

        Assert.Equal(["record-20"], rig.Durable);
        Assert.NotEqual(ZerobusStreamState.Failed, stream.State);

        static bool Bad(int record) => record < 20;
    }

    /// <summary>A service that ends every connection is down, however many records wait for it.</summary>
    [Fact]
    public async Task Write_ServiceEndsEveryConnection_FailsTheStreamAfterABoundedNumber()
    {
        await using var rig =
            await ZerobusRig.StartAsync(connection => ServeAsync(connection, StatusCode.Internal, acksBefore: true, _ => true));
        var stream = await rig.OpenAsync();

        for (var i = 0; i < 500; i++)
            await stream.WriteAsync(ZerobusRig.Record(i));
        await Assert.ThrowsAsync<ZerobusException>(() => stream.FlushAsync().WaitAsync(ZerobusRig.Patience));

        Assert.Equal(ZerobusStreamState.Failed, stream.State);
        Assert.InRange(rig.Server.State.Connections.Count, 9, 60);
    }

    private static Task ServeAsync(ScriptedConnection connection, StatusCode? status, bool acksBefore) =>
        ServeAsync(connection, status, acksBefore, static record => record % 20 == 10);

    private static async Task ServeAsync(
        ScriptedConnection connection, StatusCode? status, bool acksBefore, Func<int, bool> isBad)
    {
        await connection.OpenAsync();
        var unacked = new List<ReceivedRequest>();
        var reading = connection.ReadAsync();
        while (true)
        {
            // Acks what has come once nothing more comes, as a service that commits in groups.
            if (!reading.IsCompleted && unacked.Count > 0)
            {
                await Task.WhenAny(reading, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, connection.Ended));
                if (!reading.IsCompleted) await CommitAsync();
            }

            if (await reading is not { } request) break;
            reading = connection.ReadAsync();
            if (!isBad(int.Parse(ZerobusRig.Text(request.Records[0])["record-".Length..], null)))
            {
                unacked.Add(request);
                continue;
            }

            if (acksBefore) await CommitAsync();
            if (status is null) connection.Drop();
            throw new RpcException(new Status(status ?? StatusCode.Unknown, "record 'secret'"));
        }

        await CommitAsync();

        async Task CommitAsync()
        {
            if (unacked.Count == 0) return;
            unacked.ForEach(connection.Commit);
            await connection.AckAsync(unacked[^1].Offset);
            unacked.Clear();
        }
    }
}
