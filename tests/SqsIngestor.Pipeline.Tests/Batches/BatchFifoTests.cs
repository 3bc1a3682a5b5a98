using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>Batches of a FIFO queue.</summary>
public sealed class BatchFifoTests
{
    [Fact]
    public async Task ProcessAsync_Fifo_SendsAGroupWithoutWaitingAndUnderOneKey()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;

        var processing = rig.StartAsync(Fifo("a1", "a"), Fifo("a2", "a"), Fifo("b1", "b"));

        var stream = rig.Streams.Opened[0];
        Assert.Equal(3, stream.Written);
        Assert.Equal(stream.Terms[0].OrderingKey, stream.Terms[1].OrderingKey);
        Assert.NotEqual(stream.Terms[0].OrderingKey, stream.Terms[2].OrderingKey);
        Assert.All(stream.Terms, terms => Assert.Equal(rig.Clock.GetUtcNow() + BatchTime, terms.Expires));
        stream.HoldsAcks = false;
        stream.Ack();
        Assert.Equal(3, (await processing).Acked);
        await rig.StartAsync(Fifo("a3", "a"));
        Assert.NotEqual(stream.Terms[0].OrderingKey, stream.Terms[3].OrderingKey);
    }

    [Fact]
    public async Task ProcessAsync_FifoOrderWait_SettlesAMessageBeforeItSendsTheNextOfItsGroup()
    {
        await using var rig = new PipelineRig(order: FifoOrder.Wait);
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;

        var processing = rig.StartAsync(Fifo("a1", "a"), Fifo("a2", "a"), Fifo("b1", "b"));

        var stream = rig.Streams.Opened[0];
        Assert.Equal(2, stream.Written);
        stream.HoldsAcks = false;
        stream.Ack();
        Assert.Equal(3, (await processing).Acked);
        Assert.Equal(3, stream.Written);
    }

    [Fact]
    public async Task ProcessAsync_FifoRowsInTwoTables_WaitsBetweenMessages()
    {
        await using var rig = new PipelineRig(TestPlans.Two());
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;

        var processing = rig.StartAsync(Fifo("a1", "a"), Fifo("a2", "a"));

        Assert.Equal([1, 1], rig.Streams.Opened.Select(static s => s.Written));
        foreach (var stream in rig.Streams.Opened)
        {
            stream.HoldsAcks = false;
            stream.Ack();
        }
        Assert.Equal(2, (await processing).Acked);
    }

    [Fact]
    public async Task ProcessAsync_FifoRowRefusedLater_WithdrawnFollowersReturnToTheQueue()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) => stream.RefuseAck = offset => offset switch
        {
            1 => FakeStreams.Error(ZerobusErrorCode.RecordRefused),
            2 => FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn),
            _ => null,
        };

        var result = await rig.StartAsync(Fifo("a1", "a"), Fifo("a2", "a"), Fifo("a3", "a"), Fifo("b1", "b"));

        Assert.Equal((2, 2), (result.Acked, result.Failed));
        Assert.Equal(["a2", "a3"], rig.FailedIds);
        rig.AssertLogged(2103, "Message a3");
    }

    /// <summary>The message before them has not failed; there was no time for its last row.</summary>
    [Fact]
    public async Task ProcessAsync_FifoDeadlineBetweenTwoRowsOfAMessage_SaysSoOfThoseBehindIt()
    {
        await using var rig = new PipelineRig(TestPlans.Skipping());
        rig.Streams.Prepare = static (stream, _) => (stream.HoldsAcks, stream.Room) = (true, 1);

        // A batch that waits for room checks nothing.
        var processing = rig.StartAsync(Fifo("a1", "a", "[1,2]"), Fifo("a2", "a", "[3]"));
        rig.Clock.Advance(rig.Time);

        Assert.Equal(2, (await processing).Failed);
        rig.AssertLogged(2114, "Message a2");
        rig.AssertLogged(2103, "", times: 0);
    }

    /// <summary>A process that stood still finds its rows withdrawn, and nobody has failed before them.</summary>
    [Fact]
    public async Task ProcessAsync_FifoRowsAreWithdrawnBecauseTheTimeIsUp_SaysSo()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = (stream, _) =>
        {
            stream.OnWrite = _ => rig.Clock.Advance(BatchTime);
            stream.RefuseAck = static _ => FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn);
        };

        Assert.Equal(2, (await rig.StartAsync(Fifo("a1", "a"), Fifo("a2", "a"))).Failed);

        rig.AssertLogged(2114, "Message a1");
        rig.AssertLogged(2103, "", times: 0);
    }

    /// <summary>Also if the time is up when that is found out.</summary>
    [Fact]
    public async Task ProcessAsync_FifoRowsAreWithdrawnBecauseAnotherFailed_SaysSo()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = (stream, _) =>
        {
            stream.OnWrite = _ => rig.Clock.Advance(BatchTime / 2);
            stream.RefuseAck = static offset => FakeStreams.Error(
                offset == 0 ? ZerobusErrorCode.RecordRefused : ZerobusErrorCode.RecordWithdrawn);
        };

        Assert.Equal(3, (await rig.StartAsync(Fifo("a1", "a"), Fifo("a2", "a"), Fifo("a3", "a"))).Failed);

        rig.AssertLogged(2103, "Message a2");
        rig.AssertLogged(2114, "Message a2", times: 0);
    }

    [Fact]
    public async Task ProcessAsync_FifoTimeIsUpBehindAFailedMessage_SaysWhatHoldsBackTheRest()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = (stream, _) => stream.OnWrite = _ => rig.Clock.Advance(BatchTime);

        await rig.StartAsync(Fifo("a1", "a", "x"), Fifo("b1", "b"), Fifo("a2", "a"), Fifo("b2", "b"), Fifo("b3", "b"));

        rig.AssertLogged(2103, "Message a2");
        rig.AssertLogged(2114, "Message b3");
        rig.AssertLogged(2103, "", times: 1);
    }

    [Fact]
    public async Task ProcessAsync_FifoMessageOfAnEarlierInvocationIsPending_TheGroupWaitsForIt()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;
        await rig.TimeOutAsync(Fifo("a1", "a"));
        var stream = rig.Streams.Opened[0];

        var processing = rig.StartAsync(Fifo("a1", "a"), Fifo("a2", "a"));

        Assert.Equal(1, stream.Written);
        stream.HoldsAcks = false;
        stream.Ack();
        Assert.Equal(0, (await processing).Failed);
        Assert.Equal(2, stream.Written);
    }

    [Fact]
    public async Task ProcessAsync_FifoTableOpensLate_KeepsTheOrderOfTheGroup()
    {
        await using var rig = new PipelineRig();
        var gate = new TaskCompletionSource();
        rig.Streams.BeforeOpen = _ => gate.Task;

        var processing = rig.StartAsync(Fifo("a1", "a"), Fifo("a2", "a"));
        Assert.False(processing.IsCompleted);
        gate.SetResult();

        Assert.Equal(2, (await processing).Acked);
        Assert.Equal(2, rig.Streams.Opened[0].Written);
    }

    [Fact]
    public async Task ProcessAsync_FifoFailure_HoldsBackTheRestOfThatGroupOnly()
    {
        await using var rig = new PipelineRig();

        var result = await rig.StartAsync(
            Fifo("a1", "a"), Fifo("a2", "a", "x"), Fifo("b1", "b"), Fifo("a3", "a"), Fifo("b2", "b"), Fifo("a4", "a"));

        Assert.Equal((3, 3), (result.Acked, result.Failed));
        Assert.Equal(["a2", "a3", "a4"], rig.FailedIds);
        rig.AssertLogged(2103, "is returned to the queue unsent", times: 2);
        Assert.Equal(3, (await rig.StartAsync(Fifo("a2", "a"), Fifo("a3", "a"), Fifo("a4", "a"))).Acked);
    }

    [Fact]
    public async Task ProcessAsync_FifoAnswersBeforeTheDeadline_TheRowsInFlightAreWithdrawn()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = stream.Table == TestPlans.Table;
        var processing = rig.StartAsync(Fifo("a1", "a"), Fifo("b1", "b", "2"));
        var stream = rig.Streams.Opened.Single(static opened => opened.HoldsAcks);

        stream.InterruptedFor = TableStreams.Grace;
        rig.Clock.Advance(TableStreams.Grace);
        var result = await processing.WaitAsync(Eventually.Patience);

        Assert.Equal((1, 1), (result.Acked, result.Failed));
        Assert.Equal(["a1"], rig.FailedIds);
        Assert.Equal([stream.Terms[0].OrderingKey], stream.Withdrawn);
        Assert.Empty(rig.Streams.Opened.Single(opened => opened != stream).Withdrawn);
    }

    [Fact]
    public async Task ProcessAsync_FifoDeadline_ReturnsTheGroup()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;

        var result = await rig.TimeOutAsync(Fifo("a1", "a"), Fifo("a2", "a"));

        Assert.Equal(2, result.Failed);
        Assert.Equal(2, rig.Streams.Opened[0].Written);
    }

    [Fact]
    public async Task ProcessAsync_FifoDuplicate_SharesTheOutcomeOfTheFirst()
    {
        await using var rig = new PipelineRig();

        var result = await rig.StartAsync(Fifo("a1", "a"), Fifo("a1", "a"), Fifo("a2", "a"));

        Assert.Equal((2, 1, 0), (result.Acked, result.Deduplicated, result.Failed));
    }

    [Theory]
    [InlineData(nameof(FifoOrder.Wait))]
    [InlineData(nameof(FifoOrder.Pipeline))]
    public async Task ProcessAsync_FifoGroupWaitsForASlowTable_OtherGroupsGoOn(string order)
    {
        await using var rig = new PipelineRig(TestPlans.Either(), order: Enum.Parse<FifoOrder>(order));
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = stream.Table == TestPlans.Table;

        await rig.TimeOutAsync(
            Fifo("a1", "a"), Fifo("a2", "a", "2"), Fifo("b1", "b", "2"), Fifo("b2", "b", "2"), Fifo("b3", "b", "2"));

        Assert.Equal(["a1", "a2"], rig.FailedIds);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ProcessAsync_FifoAcksComeWhileTheGroupIsReturned_NoneIsDoneBehindAFailedOne(bool isFirstAcked)
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;
        var processing = rig.StartAsync(Fifo("a1", "a"), Fifo("a2", "a"));
        var stream = rig.Streams.Opened[0];
        // The batch looks whether the second message is ready, gives the first one up, and looks at the second one again.
        var looks = 0;
        stream.OnIsSettled = offset =>
        {
            if (offset != 1 || ++looks != 2) return;
            if (isFirstAcked) stream.Ack();
            else stream.AckAt(1);
        };

        rig.Clock.Advance(BatchTime);
        await processing;

        Assert.Equal(isFirstAcked ? [] : ["a1", "a2"], rig.FailedIds);
    }

    /// <summary>The ack that a group waits for arrives between the looks at two of its messages.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task ProcessAsync_FifoAckBetweenTwoLooks_KeepsTheOrder(int looks)
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.Prepare = (stream, _) =>
        {
            if (stream.Table != TestPlans.Table) return;
            stream.HoldsAcks = true;
            stream.OnIsSettled = _ =>
            {
                if (--looks == 0) stream.Ack();
            };
        };

        var result = await rig.StartAsync(
            Fifo("first", "a"), Fifo("second", "a", "2"), Fifo("third", "a", "2"), Fifo("fourth", "a", "2"));

        var rows = rig.Streams.Opened.Single(static stream => stream.Table != TestPlans.Table).Rows;
        Assert.Equal(4, result.Acked);
        Assert.Equal(
            ["second", "third", "fourth"],
            rows.Select(static row => new[] { "second", "third", "fourth" }.Single(row.Contains)));
    }
}
