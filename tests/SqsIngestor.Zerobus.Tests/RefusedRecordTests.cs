using Grpc.Core;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Zerobus.Tests;

public sealed class RefusedRecordTests
{
    private static readonly Func<ScriptedConnection, Task> RefusingBad = Scripts.Refusing(
        static r => ZerobusRig.Text(r).StartsWith("bad", StringComparison.Ordinal)
            ? new Status(StatusCode.InvalidArgument, "column amount: not a number")
            : null);

    [Fact]
    public async Task Write_OneBadAmongMany_OnlyItsAwaiterFailsAndNeighboursBecomeDurableInOrder()
    {
        await using var rig = await ZerobusRig.StartAsync(RefusingBad);
        var stream = await rig.OpenAsync();

        for (var i = 0; i < 200; i++)
            await stream.WriteAsync(i == 77 ? Bad(i) : ZerobusRig.Record(i));
        var error =
            await Assert.ThrowsAsync<ZerobusException>(() => stream.WaitForAckAsync(77).AsTask().WaitAsync(ZerobusRig.Patience));
        for (var i = 0; i < 200; i++)
        {
            if (i != 77)
                await stream.WaitForAckAsync(i).AsTask().WaitAsync(ZerobusRig.Patience);
        }

        Assert.Equal(ZerobusErrorCode.RecordRefused, error.Code);
        Assert.False(error.IsRetryable);
        // The service's words may quote the record: the caller gets them, messages and logs do not.
        Assert.Equal("column amount: not a number", error.Refused[0].Reason);
        Assert.DoesNotContain("amount", error.Message, StringComparison.Ordinal);
        Assert.All(rig.Logs.Lines, line => Assert.DoesNotContain("amount", line, StringComparison.Ordinal));
        Assert.Equal(77, Assert.Single(error.Refused).Offset);
        Assert.Equal([0], error.Refused[0].Indexes);
        Assert.Equal(Enumerable.Range(0, 200).Where(static i => i != 77).Select(static i => $"record-{i}"), rig.Durable);
        // Two for the first stream and its refusal, and one per halving of at most 200 suspects.
        Assert.InRange(rig.Server.State.Connections.Count, 2, 10);
    }

    [Fact]
    public async Task IsSettled_OfEachWrite_SaysWhatItsAwaiterIsTold()
    {
        await using var rig = await ZerobusRig.StartAsync(RefusingBad);
        var stream = await rig.OpenAsync();
        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.WriteAsync(Bad(1));
        await Assert.ThrowsAsync<ZerobusException>(() => stream.FlushAsync().WaitAsync(ZerobusRig.Patience));
        Assert.False(stream.IsSettled(2, out _));

        stream.Abort();
        await Eventually.HoldsAsync(() => stream.Failure is not null);

        Assert.True(stream.IsSettled(0, out var durable));
        Assert.True(stream.IsSettled(1, out var refused));
        Assert.False(stream.IsSettled(2, out _));
        Assert.Null(durable);
        Assert.Equal((ZerobusErrorCode.RecordRefused, 1), (refused!.Code, Assert.Single(refused.Refused).Offset));
    }

    [Fact]
    public async Task IsSettled_StreamFailedBefore_GivesItsFailure()
    {
        await using var rig = await ZerobusRig.StartAsync(static async connection =>
        {
            // Acks nothing.
            await connection.OpenAsync();
            while (await connection.ReadAsync() is not null)
            {
            }
        });
        var stream = await rig.OpenAsync();
        await stream.WriteAsync(ZerobusRig.Record(0));
        Assert.False(stream.IsSettled(0, out var none));

        stream.Abort();
        await Eventually.HoldsAsync(() => stream.IsSettled(0));

        Assert.True(stream.IsSettled(0, out var failure));
        Assert.Null(none);
        Assert.Same(stream.Failure, failure);
    }

    [Fact]
    public async Task Write_AfterIsolation_StreamStaysUsable()
    {
        await using var rig = await ZerobusRig.StartAsync(RefusingBad);
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(Bad(0));
        await Assert.ThrowsAsync<ZerobusException>(() => stream.FlushAsync().WaitAsync(ZerobusRig.Patience));
        await stream.WriteAsync(ZerobusRig.Record(1));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);
        await stream.CloseAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(["record-1"], rig.Durable);
    }

    [Fact]
    public async Task WriteBatch_BadRecordsInside_ReportsTheirIndexesAndKeepsTheOthers()
    {
        await using var rig = await ZerobusRig.StartAsync(RefusingBad);
        var stream = await rig.OpenAsync();
        var batch = Enumerable.Range(0, 100)
            .Select(i => (ReadOnlyMemory<byte>)(i is 3 or 64 or 65 or 99 ? Bad(i) : ZerobusRig.Record(i)))
            .ToArray();

        await stream.WriteBatchAsync(batch);
        var after = await stream.WriteAsync(ZerobusRig.Record(100));
        var error =
            await Assert.ThrowsAsync<ZerobusException>(() => stream.WaitForAckAsync(0).AsTask().WaitAsync(ZerobusRig.Patience));
        await stream.WaitForAckAsync(after).AsTask().WaitAsync(ZerobusRig.Patience);

        Assert.Equal([3, 64, 65, 99], error.Refused[0].Indexes);
        Assert.Equal(100, error.Refused[0].RecordCount);
        Assert.Equal(
            Enumerable.Range(0, 101).Where(static i => i is not (3 or 64 or 65 or 99)).Select(static i => $"record-{i}"),
            rig.Durable);
    }

    [Fact]
    public async Task Write_SeveralBad_FlushReportsAllOfThemOnce()
    {
        await using var rig = await ZerobusRig.StartAsync(RefusingBad);
        var stream = await rig.OpenAsync();
        int[] bad = [0, 5, 6, 49];

        for (var i = 0; i < 50; i++)
            await stream.WriteAsync(bad.Contains(i) ? Bad(i) : ZerobusRig.Record(i));
        var error = await Assert.ThrowsAsync<ZerobusException>(() => stream.FlushAsync().WaitAsync(ZerobusRig.Patience));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(bad.Select(static i => (long)i), error.Refused.Select(static r => r.Offset));
        Assert.Equal(46, rig.Durable.Length);
        Assert.Equal(46, rig.Durable.Distinct().Count());
    }

    [Fact]
    public async Task Write_AckedBeforeTheRefusal_IsNeverSentAgain()
    {
        var settled = new TaskCompletionSource();
        await using var rig = await ZerobusRig.StartAsync(Scripts.InTurn(
            async connection =>
            {
                await connection.OpenAsync();
                var requests = await connection.ReadAsync(100);
                for (var i = 0; i < 50; i++)
                    connection.Commit(requests[i]);
                await connection.AckAsync(49);
                await settled.Task;
                throw new RpcException(new Status(StatusCode.InvalidArgument, "column amount: not a number"));
            },
            RefusingBad));
        var stream = await rig.OpenAsync(ZerobusRig.Proto with { OnAck = _ => settled.TrySetResult() });

        for (var i = 0; i < 100; i++)
            await stream.WriteAsync(i == 70 ? Bad(i) : ZerobusRig.Record(i));
        await Assert.ThrowsAsync<ZerobusException>(() => stream.FlushAsync().WaitAsync(ZerobusRig.Patience));

        var sentLater = rig.Server.State.Connections.Skip(1)
            .SelectMany(static c => c.Received)
            .Select(static r => ZerobusRig.Text(r.Records[0]));
        Assert.DoesNotContain(sentLater, static r => r.StartsWith("record-", StringComparison.Ordinal)
            && int.Parse(r["record-".Length..], System.Globalization.CultureInfo.InvariantCulture) < 50);
        Assert.Equal(
            Enumerable.Range(0, 100).Where(static i => i != 70).Select(static i => $"record-{i}"), rig.Durable.Distinct());
    }

    [Fact]
    public async Task Write_RetryableEndDuringTheSearch_GoesOnSearching()
    {
        await using var rig = await ZerobusRig.StartAsync(async connection =>
        {
            if (connection.Number % 2 == 1)
            {
                await connection.OpenAsync();
                await connection.ReadAsync(1);
                throw new RpcException(new Status(StatusCode.Unavailable, "in between"));
            }

            await RefusingBad(connection);
        });
        var stream = await rig.OpenAsync();

        for (var i = 0; i < 40; i++)
            await stream.WriteAsync(i == 33 ? Bad(i) : ZerobusRig.Record(i));
        var error = await Assert.ThrowsAsync<ZerobusException>(() => stream.FlushAsync().WaitAsync(ZerobusRig.Patience));

        Assert.Equal(33, Assert.Single(error.Refused).Offset);
        Assert.Equal(39, rig.Durable.Distinct().Count());
    }

    [Fact]
    public async Task OnAck_RefusedRecord_IsReportedInOrderWithItsNeighbours()
    {
        var events = new List<AckEvent>();
        await using var rig = await ZerobusRig.StartAsync(RefusingBad);
        var stream = await rig.OpenAsync(ZerobusRig.Proto with { OnAck = events.Add });

        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.WriteBatchAsync([ZerobusRig.Record(1), Bad(2), ZerobusRig.Record(3)]);
        await stream.WriteAsync(ZerobusRig.Record(4));
        await Assert.ThrowsAsync<ZerobusException>(() => stream.CloseAsync().WaitAsync(ZerobusRig.Patience));

        Assert.Equal(events.Select(static e => e.UpToOffset).Order(), events.Select(static e => e.UpToOffset));
        Assert.Equal(2, events[^1].UpToOffset);
        Assert.Equal(4, events.Sum(static e => e.RecordCount));
        Assert.Equal([1], Assert.Single(events, static e => e.Refused is not null).Refused!.Indexes);
    }

    private static byte[] Bad(int number) => System.Text.Encoding.ASCII.GetBytes($"bad-{number}");
}
