using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;
using static SqsIngestor.Pipeline.Tests.Fakes.StalledRows;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>What the next batches do with rows that never got an ack in an earlier one.</summary>
public sealed class BatchEarlierRowTests
{
    /// <summary>Each delivery finds as many as it has time for, and no good message is lost in five deliveries.</summary>
    [Theory]
    [InlineData(1, 3)]
    [InlineData(4, 3)]
    public async Task ProcessAsync_SeveralRowsAreNeverAcked_EveryOtherIsDeliveredSoon(int poison, int receives)
    {
        await using var rig = new PipelineRig(window: 1000);
        NeverAckX(rig);
        string[] waiting = [.. Enumerable.Range(0, 100).Select(i => i % (100 / poison) == 7 ? $"x{i}" : $"a{i}")];
        for (var receive = 0; receive < receives; receive++)
        {
            await rig.RunAsync(rig.StartAsync(waiting.Select(static id => Message(id))));
            waiting = rig.FailedIds;
            await KnowsAsync(rig, waiting);
        }

        Assert.Equal(poison, waiting.Length);
        Assert.All(waiting, static id => Assert.StartsWith("x", id, StringComparison.Ordinal));
    }

    /// <summary>
    /// The batch that sent it ended too soon. The next one waits for its ack only, and sees that it does not come.
    /// </summary>
    [Fact]
    public async Task ProcessAsync_ARowOfAnEarlierBatchIsNeverAcked_IsSuspected()
    {
        await using var rig = new PipelineRig { Time = TimeSpan.FromSeconds(7) };
        var isDue = true;
        NeverAckX(rig, stream =>
        {
            // The new connection is too young for another one when the batch ends.
            stream.OnGiveUp = static _ => { };
            var renew = stream.OnRenew;
            stream.OnRenew = () =>
            {
                if (!isDue) return;
                isDue = false;
                renew();
            };
        });
        Assert.Equal(3, (await rig.RunAsync(rig.StartAsync(Message("x1"), Message("x2"), Message("a")))).Failed);
        rig.AssertLogged(2115, "message x2", times: 0);

        var processing = rig.StartAsync(Message("x2"), Message("a"));
        await rig.RunAsync(processing, TimeSpan.FromSeconds(3));
        var stream = rig.Streams.Opened[0];
        isDue = true;
        stream.RenewConnection();
        // The clock must not go on before the batch knows what became of the rows.
        await Eventually.HoldsAsync(() => stream.Written == 5);

        Assert.Equal(1, (await rig.RunAsync(processing)).Acked);
        Assert.Equal(["x2"], rig.FailedIds);
        Assert.Contains("a", stream.Rows[3], StringComparison.Ordinal);
    }

    /// <summary>With those that never got an ack goes the time that others need.</summary>
    [Fact]
    public async Task ProcessAsync_SuspectedMessages_GoInTheOrderOfTheirOverdueAcks()
    {
        await using var rig = new PipelineRig();
        var ends = true;
        NeverAckX(rig, stream => stream.RefuseAck = offset =>
            ends && stream.Rows[offset].Contains('s', StringComparison.Ordinal)
                ? FakeStreams.Error(ZerobusErrorCode.RecordSuspected)
                : null);
        await rig.RunAsync(rig.StartAsync(Message("x1"), Message("a")));
        await KnowsAsync(rig, "x1");
        await rig.RunAsync(rig.StartAsync(Message("x2"), Message("s"), Message("x1"), Message("b")));
        await KnowsAsync(rig, "x1", "x2", "s");
        ends = false;

        var result = await rig.RunAsync(rig.StartAsync(Message("x1"), Message("x2"), Message("s"), Message("c")));

        Assert.Equal((2, 2), (result.Acked, result.Failed));
        var sent = string.Concat(rig.Streams.Opened[0].Rows.TakeLast(4)).Where(char.IsAsciiLetterOrDigit);
        Assert.Equal("csx2x1", string.Concat(sent));
    }

    // The fake clock must not go on before the memory knows what became of the rows that a batch gave up.
    private static async Task KnowsAsync(PipelineRig rig, params string[] ids)
    {
        rig.Streams.Opened[0].RenewConnection();
        foreach (var id in ids) await rig.HistoryOfAsync(Message(id));
    }
}
