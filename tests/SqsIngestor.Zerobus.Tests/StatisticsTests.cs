using Grpc.Core;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;
using SqsIngestor.Zerobus.Tests.Support;

namespace SqsIngestor.Zerobus.Tests;

/// <summary>What the exporter of the caller gets.</summary>
public sealed class StatisticsTests
{
    [Fact]
    public async Task RequestEnded_EachOutcome_IsReportedInOrder()
    {
        var statistics = new RecordingStatistics();
        await using var rig = await ZerobusRig.StartAsync(
            Scripts.Refusing(static r => ZerobusRig.Text(r) switch
            {
                "bad" => new Status(StatusCode.InvalidArgument, "bad"),
                _ => null,
            }),
            o => o with { Statistics = statistics });
        var stream = await rig.OpenAsync();

        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.WriteBatchAsync([ZerobusRig.Record(1), ZerobusRig.Record(2)]);
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);
        await stream.WriteBatchAsync([ZerobusRig.Record(3), "bad"u8.ToArray()]);
        await stream.WriteAsync(
            ZerobusRig.Record(4), new WriteTerms { Expires = DateTimeOffset.UnixEpoch });
        await Assert.ThrowsAsync<ZerobusException>(() => stream.CloseAsync().WaitAsync(ZerobusRig.Patience));

        Assert.Equal([0, 1, 2, 3], statistics.Requests.Select(static r => r.Offset));
        Assert.Equal(
            [
                ZerobusRequestOutcome.Durable, ZerobusRequestOutcome.Durable, ZerobusRequestOutcome.Refused,
                ZerobusRequestOutcome.Withdrawn,
            ],
            statistics.Requests.Select(static r => r.Outcome));
        Assert.Equal([1, 2, 2, 1], statistics.Requests.Select(static r => r.Records));
        Assert.Equal([8, 20, 15, 8], statistics.Requests.Select(static r => r.Bytes));
        Assert.All(statistics.Requests, static r => Assert.Equal(ZerobusRig.Table, r.Table));
        Assert.Equal("stream-0", statistics.Requests[0].StreamId);
        Assert.Equal([true, true, false, false], statistics.Requests.Select(static r => r.AckLatency is not null));
        Assert.Equal([true, true, true, false], statistics.Requests.Select(static r => r.Wait is not null));
        Assert.Contains(statistics.Reopens, static r => r.Cause == ZerobusReopenCause.Isolation);
    }

    [Fact]
    public async Task RequestEnded_TheStreamIsAborted_ReportsTheRestAsUnsettled()
    {
        var statistics = new RecordingStatistics();
        await using var rig = await ZerobusRig.StartAsync(
            static async connection =>
            {
                await connection.OpenAsync();
                await connection.ReadAsync(1);
                await connection.AckAsync(0);
                await connection.StallAsync();
            },
            o => o with { Statistics = statistics });
        var stream = await rig.OpenAsync();
        await stream.WaitForAckAsync(await stream.WriteAsync(ZerobusRig.Record(0))).AsTask().WaitAsync(ZerobusRig.Patience);
        await stream.WriteAsync(ZerobusRig.Record(1));
        await stream.WriteAsync(ZerobusRig.Record(2));

        stream.Abort();

        await Eventually.HoldsAsync(() => statistics.Requests.Count == 3);
        Assert.Equal(
            [ZerobusRequestOutcome.Durable, ZerobusRequestOutcome.Unsettled, ZerobusRequestOutcome.Unsettled],
            statistics.Requests.Select(static r => r.Outcome));
        Assert.All(statistics.Requests, static r => Assert.Equal("stream-0", r.StreamId));
    }

    [Fact]
    public async Task OpenEnded_AttemptsThatFailAndOneThatDoesNot_AreReported()
    {
        var statistics = new RecordingStatistics();
        await using var rig = await ZerobusRig.StartAsync(
            Scripts.InTurn(
                Scripts.RefusingToOpen(new Status(StatusCode.Unavailable, "not yet")),
                static async connection =>
                {
                    await connection.OpenAsync();
                    await connection.ReadAsync(1);
                },
                Scripts.WellBehaved),
            o => o with { Statistics = statistics });
        var stream = await rig.OpenAsync();
        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.CloseAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(
            [(ZerobusErrorCode.OpenFailed, "", false), ((ZerobusErrorCode?)null, "stream-1", false), (null, "stream-2", true)],
            statistics.Opens.Select(static o => (o.Error, o.StreamId, o.IsReopen)));
        Assert.Equal(
            [
                new ZerobusReopenStatistics
                {
                    Table = ZerobusRig.Table,
                    StreamId = "stream-2",
                    PreviousStreamId = "stream-1",
                    Cause = ZerobusReopenCause.ServerEnded,
                },
            ],
            statistics.Reopens);
    }

    [Fact]
    public async Task RequestEnded_TheExporterUsesTheStreamFromAnotherThread_NoLockIsHeld()
    {
        var statistics = new RecordingStatistics();
        await using var rig = await ZerobusRig.StartAsync(tune: o => o with { Statistics = statistics });
        var stream = await rig.OpenAsync();
        statistics.OnRequest = () => Task.Run(() => stream.GetUnacked()).Wait(ZerobusRig.Patience);

        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.CloseAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Single(statistics.Requests);
    }

    [Fact]
    public async Task RequestEnded_TheExporterThrows_TheStreamGoesOnAndOneLineSaysSo()
    {
        var statistics = new RecordingStatistics { OnRequest = static () => throw new InvalidOperationException("no") };
        await using var rig = await ZerobusRig.StartAsync(tune: o => o with { Statistics = statistics });
        var stream = await rig.OpenAsync();

        for (var i = 0; i < 5; i++)
            await stream.WriteAsync(ZerobusRig.Record(i));
        await stream.CloseAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(5, statistics.Requests.Count);
        Assert.Equal(
            ["Warning 1018 The statistics exporter threw InvalidOperationException; the client logs no more of its exceptions. "],
            rig.Logs.Lines.Where(static l => l.Contains(" 1018 ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task OpenStreamAsync_HundredOpensWithinAMinuteByTwoClients_WarnsOnceUntilAMinuteHasPassed()
    {
        var clock = new QuietClock();
        await using var rig = await ZerobusRig.StartAsync(
            Scripts.RefusingToOpen(new Status(StatusCode.NotFound, "no such table")), clock: clock);
        await using var other = new ZerobusClient(
            new ZerobusClientOptions { Endpoint = rig.Server.Endpoint, OpensPerMinute = 1_000_000 },
            new StaticHeadersProvider(ZerobusRig.Token), rig.Logs, clock);

        await OpenAsync(rig.Client, 50);
        await OpenAsync(other, 49);
        Assert.Equal(0, Warnings());
        await OpenAsync(other, 1);
        Assert.Equal(1, Warnings());
        await OpenAsync(rig.Client, 20);
        Assert.Equal(1, Warnings());

        int Warnings() => rig.Logs.Lines.Count(
            static l => l.Contains("Warning 1003 This process tried 100 times", StringComparison.Ordinal));

        static async Task OpenAsync(ZerobusClient client, int times)
        {
            for (var i = 0; i < times; i++)
            {
                await Assert.ThrowsAsync<ZerobusException>(
                    () => client.OpenStreamAsync(ZerobusRig.Proto).WaitAsync(ZerobusRig.Patience));
            }
        }
    }
}
