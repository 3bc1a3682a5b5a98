using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>In a FIFO queue, a suspected message is sent last with what follows it in its group.</summary>
public sealed class BatchFifoSuspectTests
{
    /// <summary>If it never gets an ack, no other group waits for it.</summary>
    [Fact]
    public async Task ProcessAsync_ASuspectedMessage_IsSentLastWithTheRestOfItsGroup()
    {
        await using var rig = new PipelineRig();
        var stream = await SuspectAsync(rig, Fifo("a2", "a"));

        var processing = rig.StartAsync(
            Fifo("a1", "a"), Fifo("a2", "a"), Fifo("a3", "a"), Fifo("b1", "b"), Fifo("a4", "a"), Fifo("b2", "b"));
        Assert.Equal(["a1", "b1", "b2"], Sent(stream));
        stream.AckNext();
        rig.Clock.Advance(TableStreams.Grace);
        Assert.Equal(3, Sent(stream).Length);
        stream.AckNext();
        stream.AckNext();
        await Eventually.HoldsAsync(() => Sent(stream).Length == 6);
        rig.Clock.Advance(BatchTime);
        var result = await processing;

        Assert.Equal(["a1", "b1", "b2", "a2", "a3", "a4"], Sent(stream));
        Assert.Equal((3, 3), (result.Acked, result.Failed));
        Assert.Equal(["a2", "a3", "a4"], rig.FailedIds);
        var keys = stream.Terms.Skip(1).CountBy(static terms => terms.OrderingKey);
        Assert.Equal([2, 4], keys.Select(static key => key.Value).Order());
    }

    [Fact]
    public async Task ProcessAsync_ASuspectedMessageFails_HoldsBackTheRestOfItsGroup()
    {
        await using var rig = new PipelineRig();
        var stream = await SuspectAsync(rig, Fifo("a1", "a"));
        stream.HoldsAcks = false;
        stream.RefuseWrite = static offset => offset == 2 ? FakeStreams.Error(ZerobusErrorCode.RecordTooLarge) : null;

        var result = await rig.StartAsync(Fifo("a1", "a"), Fifo("a2", "a"), Fifo("b1", "b"), Fifo("a3", "a"));

        Assert.Equal((1, 3), (result.Acked, result.Failed));
        Assert.Equal(["b1"], Sent(stream));
        rig.AssertLogged(2103, "Message a2");
        rig.AssertLogged(2103, "Message a3");
    }

    [Fact]
    public async Task ProcessAsync_SeveralSuspectedMessagesOfAGroup_KeepTheirOrder()
    {
        await using var rig = new PipelineRig();
        var stream = await SuspectAsync(rig, Fifo("a2", "a"));
        stream.RefuseAck = static _ => FakeStreams.Error(ZerobusErrorCode.RecordSuspected);
        await rig.StartAsync(Fifo("b1", "b"), Fifo("a1", "a"));
        stream.RefuseAck = static _ => null;
        stream.HoldsAcks = false;

        var result = await rig.StartAsync(
            Fifo("a1", "a"), Fifo("a2", "a"), Fifo("b1", "b"), Fifo("a3", "a"), Fifo("b2", "b"), Fifo("c1", "c"));

        Assert.Equal(6, result.Acked);
        string[] sent = [.. Sent(stream).Skip(2)];
        Assert.Equal("c1", sent[0]);
        Assert.Equal(["a1", "a2", "a3"], sent.Where(static id => id[0] == 'a'));
        Assert.Equal(["b1", "b2"], sent.Where(static id => id[0] == 'b'));
    }

    /// <summary>Its own group goes before it, also on another stream.</summary>
    [Fact]
    public async Task ProcessAsync_AnEarlierMessageOfItsGroupIsInFlightOnAnotherStream_WaitsForIt()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.Prepare = static (stream, _) => stream.RefuseAck = static offset =>
            offset == 0 ? FakeStreams.Error(ZerobusErrorCode.RecordSuspected) : null;
        await rig.StartAsync(Fifo("a2", "a", "2"));
        var stream = rig.Streams.Opened.Single();
        rig.Streams.Prepare = static (other, _) => other.HoldsAcks = true;

        var processing = rig.StartAsync(Fifo("a1", "a"), Fifo("a2", "a", "2"), Fifo("a3", "a", "2"), Fifo("b1", "b", "2"));
        await Eventually.HoldsAsync(() => stream.Written == 2);
        rig.Clock.Advance(2 * TableStreams.Grace);
        Assert.Equal(["b1"], Sent(stream));
        rig.Streams.Opened[1].Ack();

        Assert.Equal(4, (await processing).Acked);
        Assert.Equal(["b1", "a2", "a3"], Sent(stream));
    }

    /// <summary>What cannot be sent before the deadline is returned, and none goes before another of its group.</summary>
    [Fact]
    public async Task ProcessAsync_TheOthersAreNotAckedBeforeTheDeadline_TheGroupIsReturned()
    {
        await using var rig = new PipelineRig();
        var stream = await SuspectAsync(rig, Fifo("a1", "a"));

        var result = await rig.TimeOutAsync(Fifo("a1", "a"), Fifo("a2", "a"), Fifo("b1", "b"));

        Assert.Equal(3, result.Failed);
        Assert.Equal(["b1"], Sent(stream));
        rig.AssertLogged(2114, "Message a2");
    }

    // The ids of the rows that were sent after the first one.
    private static string[] Sent(FakeStream stream) => [.. stream.Rows.Skip(1).Select(static row => row[2..4])];

    // A delivery of the message alone, which ends connections. From then on, the stream holds its acks.
    private static async Task<FakeStream> SuspectAsync(PipelineRig rig, string message)
    {
        rig.Streams.Prepare = static (stream, _) => stream.RefuseAck = static offset =>
            offset == 0 ? FakeStreams.Error(ZerobusErrorCode.RecordSuspected) : null;
        Assert.Equal(1, (await rig.StartAsync(message)).Failed);
        rig.Streams.Opened[0].HoldsAcks = true;
        return rig.Streams.Opened[0];
    }

    /// <summary>It is added to the queue in the middle of a round. The next message of its group is there already.</summary>
    [Fact]
    public async Task ProcessAsync_WhatAnEarlierInvocationSentFailsInTheMiddleOfARound_TheGroupKeepsItsOrder()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.Prepare = static (stream, _) => stream.SlowestAck = TimeSpan.FromSeconds(6);
        await rig.StartAsync(Fifo("k0", "k", "2"), Fifo("w", "w"));
        var numbers = rig.Streams.Opened.Single(static stream => stream.Table == TestPlans.Table);
        var copies = rig.Streams.Opened.Single(static stream => stream.Table != TestPlans.Table);
        numbers.RefuseAck = static _ => FakeStreams.Error(ZerobusErrorCode.RecordSuspected);
        await rig.StartAsync(Fifo("s", "h"));
        numbers.RefuseAck = static _ => null;
        numbers.HoldsAcks = true;
        await rig.TimeOutAsync(Fifo("m2", "g"));
        var offset = numbers.Written - 1;
        copies.InterruptedFor = TimeSpan.FromSeconds(3);
        var isArmed = false;
        copies.OnInterruptedFor = () =>
        {
            if (!isArmed) return;
            isArmed = false;
            numbers.HoldsAcks = false;
            numbers.Refuse(offset, FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn));
            // Until the memory knows.
            rig.HistoryOfAsync(Fifo("m2", "g")).GetAwaiter().GetResult();
        };

        var processing = rig.StartAsync(Fifo("m2", "g"), Fifo("m3", "g"), Fifo("s", "h"), Fifo("k1", "k", "2"));
        await Eventually.HoldsAsync(() => rig.Clock.Checks > 0);
        isArmed = true;
        rig.Clock.Advance(BatchChanges.PollInterval);
        await Eventually.HoldsAsync(() => numbers.Written > offset + 2);

        Assert.Contains("m2", numbers.Rows[offset + 1], StringComparison.Ordinal);
        rig.Clock.Advance(BatchTime);
        await processing;
    }
}
