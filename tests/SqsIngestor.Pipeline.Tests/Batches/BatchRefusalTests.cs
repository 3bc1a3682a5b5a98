using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Tests.Shared;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>The service refuses rows: which of their messages count as refused in later deliveries.</summary>
public sealed class BatchRefusalTests
{
    [Fact]
    public async Task ProcessAsync_RefusedBefore_IsReportedWithoutSendingIt()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (s, _) =>
            s.RefuseAck = offset => offset == 1 ? FakeStreams.Refusal() : null;
        await rig.StartAsync(Message("a"), Message("bad"), Message("b"));

        var again = await rig.StartAsync(Message("bad"), Message("c"));

        Assert.Equal((1, 1, 4), (again.Acked, again.Failed, rig.Streams.Opened[0].Written));
        Assert.Equal(["bad"], rig.FailedIds);
        rig.AssertLogged(2106, "Message bad");
    }

    /// <summary>A table that was changed refuses every row until it is repaired.</summary>
    [Fact]
    public async Task ProcessAsync_RefusedWhileTheTableTakesNothing_IsSentAgainLastAndAlone()
    {
        await using var rig = new PipelineRig();
        var repaired = false;
        rig.Streams.Prepare = (s, _) => s.RefuseAck = _ =>
            repaired ? null : FakeStreams.Refusal(hasAcksBefore: false);
        for (var receive = 0; receive < 3; receive++)
        {
            var result = await rig.StartAsync(Message("a"), Message("b"));
            // No message is at fault, as far as anything shows.
            Assert.Equal((2, "Function.ZerobusUnavailable"), (result.Failed, result.Failure?.ErrorType));
        }

        repaired = true;

        Assert.Equal(3, (await rig.StartAsync(Message("a"), Message("b"), Message("c"))).Acked);
        var stream = rig.Streams.Opened[0];
        Assert.Equal(["c", "a", "b"], stream.Rows.TakeLast(3).Select(static row => new[] { "a", "b", "c" }.Single(row.Contains)));
        // The client gives none of them up for one unexpected end of a connection.
        Assert.All(stream.Terms, static terms => Assert.False(terms.IsSuspect));
    }

    /// <summary>Then rows behind them are acked, although nothing is wrong with them.</summary>
    [Fact]
    public async Task ProcessAsync_TheTableIsRepairedDuringTheBatch_TheyAreSentAgain()
    {
        await using var rig = new PipelineRig();
        // The first one is refused on the connection of the last batch.
        RefuseX(rig, static offset => offset == 1);
        await rig.StartAsync(Message("before"));
        string[] good = [.. Enumerable.Range(0, 40).Select(static i => Message($"a{i}"))];
        Assert.Equal(3, (await rig.StartAsync([Message("x1"), Message("x2"), Message("x3"), .. good])).Failed);

        rig.Streams.Opened[0].OnWrite = static _ => { };
        rig.Streams.Opened[0].RefuseAck = static _ => null;

        Assert.Equal(3, (await rig.StartAsync(Message("x1"), Message("x2"), Message("x3"))).Acked);
    }

    /// <summary>Another part of the service takes the others: none has shown that it takes others and refuses this one.</summary>
    [Fact]
    public async Task ProcessAsync_RefusedByConnectionsThatAckNothing_NeverCountsAsRefused()
    {
        await using var rig = new PipelineRig();
        RefuseX(rig, static _ => false);
        for (var receive = 0; receive < 4; receive++)
            Assert.Equal(1, (await rig.StartAsync(Message($"a{receive}"), Message("x"), Message($"b{receive}"))).Failed);

        Assert.Equal(12, rig.Streams.Opened[0].Written);
    }

    /// <summary>One of a hundred rows, itself included.</summary>
    [Theory]
    [InlineData(198, 2)]
    [InlineData(197, 0)]
    public async Task ProcessAsync_SeveralAreRefused_CountIfThereAreFew(int others, int refused)
    {
        await using var rig = new PipelineRig(window: 1000);
        RefuseX(rig, static _ => true);
        string[] good = [.. Enumerable.Range(0, others - 1).Select(static i => Message($"a{i}"))];
        Assert.Equal(2, (await rig.StartAsync([.. good, Message("x1"), Message("x2"), Message("b")])).Failed);

        await rig.StartAsync(Message("x1"), Message("x2"));

        rig.AssertLogged(2106, "Message x", refused);
    }

    /// <summary>No row comes behind the last one that could show that the table takes rows; it goes last once more.</summary>
    [Fact]
    public async Task ProcessAsync_TheLastRowIsRefused_CountsAsRefusedWhenItIsRefusedBehindAnother()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (s, _) =>
            s.RefuseAck = offset => offset is 1 or 3 ? FakeStreams.Refusal() : null;
        await rig.StartAsync(Message("a"), Message("bad"));
        await rig.StartAsync(Message("bad"), Message("b"));
        Assert.Equal(4, rig.Streams.Opened[0].Written);

        await rig.StartAsync(Message("bad"), Message("c"));

        Assert.Equal(["bad"], rig.FailedIds);
        Assert.Equal(5, rig.Streams.Opened[0].Written);
    }

    /// <summary>A row that was sent before a table was altered may be settled after one that the table refuses now.</summary>
    [Fact]
    public async Task ProcessAsync_RefusedAndARowBeforeItIsAckedLater_IsSentAgain()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (s, _) =>
        {
            s.HoldsAcks = true;
            s.RefuseAck = static offset => offset == 1 ? FakeStreams.Refusal() : null;
        };
        await rig.TimeOutAsync(Message("before"));
        var processing = rig.StartAsync(Message("refused"), Message("behind"));
        var stream = rig.Streams.Opened[0];

        stream.AckNext();
        await Eventually.HoldsAsync(() => rig.Memory.TakeLateAcks() == 1);
        rig.Clock.Advance(BatchTime);
        Assert.Equal(2, (await processing).Failed);
        stream.HoldsAcks = false;

        Assert.Equal(1, (await rig.StartAsync(Message("refused"))).Acked);
    }

    /// <summary>Another invocation has written to the same stream.</summary>
    [Fact]
    public async Task ProcessAsync_RefusedAndARowBehindItIsAckedInAnotherBatch_CountsAsRefused()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (s, _) =>
        {
            s.HoldsAcks = true;
            s.RefuseAck = static offset => offset == 1 ? FakeStreams.Refusal() : null;
        };
        var processing = rig.StartAsync(Message("slow"), Message("refused"));
        var stream = rig.Streams.Opened[0];
        stream.HoldsAcks = false;
        Assert.Equal(1, (await rig.StartAsync(rig.CreateProcessor(), Message("other"))).Acked);
        stream.Ack();
        Assert.Null((await processing).Failure);

        await rig.StartAsync(Message("refused"));

        rig.AssertLogged(2106, "Message refused");
    }

    // The service refuses every row with an x in it; the offset says whether on a connection that had acked others.
    private static void RefuseX(PipelineRig rig, Func<int, bool> hasAcksBefore) => rig.Streams.Prepare = (s, _) =>
        s.OnWrite = row => s.RefuseAck = row.Contains('x', StringComparison.Ordinal)
            ? offset => FakeStreams.Refusal(hasAcksBefore(offset))
            : static _ => null;
}
