using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>Messages that are suspected to end connections are sent alone, and wait for nothing but that.</summary>
public sealed class BatchSuspectTests
{
    private static string ForTable(string id, int table) => Message(id, table == 0 ? "1" : "2");

    /// <summary>A table that acks late does not hold up a suspected message of another table.</summary>
    [Fact]
    public async Task ProcessAsync_ASlowTable_DoesNotHoldUpASuspectedMessageOfAnother()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        var suspect = true;
        rig.Streams.Prepare = (stream, _) =>
        {
            stream.HoldsAcks = stream.Table == TestPlans.Table;
            if (stream.Table != TestPlans.Table)
                stream.RefuseAck = _ => suspect ? FakeStreams.Error(ZerobusErrorCode.RecordSuspected) : null;
        };
        await rig.StartAsync(ForTable("x", 1));
        suspect = false;

        var processing = rig.StartAsync(ForTable("y", 0), ForTable("x", 1));
        Assert.Equal(1, rig.Streams.Opened[0].Written);
        rig.Clock.Advance(TableStreams.Grace);
        await Eventually.HoldsAsync(() => rig.Streams.Opened[0].Written == 2);
        rig.Clock.Advance(BatchTime);
        var result = await processing;

        Assert.Equal((1, 1), (result.Acked, result.Failed));
        Assert.Equal(["y"], rig.FailedIds);
    }

    /// <summary>Each has a suspected message that the other one waits for.</summary>
    [Fact]
    public async Task ProcessAsync_TwoInvocationsWithTheSameSuspectedMessages_DoNotWaitForEachOther()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        var suspect = true;
        rig.Streams.Prepare = (stream, _) =>
        {
            stream.IsFull = stream.Table == TestPlans.Table;
            stream.RefuseAck = _ => suspect ? FakeStreams.Error(ZerobusErrorCode.RecordSuspected) : null;
        };
        await rig.StartAsync(ForTable("s", 1), ForTable("t", 1));
        suspect = false;

        // The first owns s, and waits for room before it comes to t, which the second owns by then.
        var first = rig.StartAsync(ForTable("s", 1), ForTable("o", 0), ForTable("t", 1));
        var second = rig.StartAsync(rig.CreateProcessor(), ForTable("t", 1), ForTable("s", 1));
        rig.Streams.Opened.Single(static stream => stream.IsFull).IsFull = false;

        // If they waited for each other, they would do so until their deadline, and fail.
        Assert.Equal((0, 0), ((await rig.RunAsync(first)).Failed, (await rig.RunAsync(second)).Failed));
    }

    /// <summary>A table that acks late is waited for once, and not before each suspected message.</summary>
    [Fact]
    public async Task ProcessAsync_ManySuspectedMessagesBesideASlowTable_AreSentOneAfterTheOther()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        var suspect = true;
        rig.Streams.Prepare = (stream, _) =>
        {
            stream.HoldsAcks = stream.Table == TestPlans.Table;
            if (stream.Table != TestPlans.Table)
                stream.RefuseAck = _ => suspect ? FakeStreams.Error(ZerobusErrorCode.RecordSuspected) : null;
        };
        string[] messages = [.. Enumerable.Range(0, 5).Select(static i => ForTable($"x{i}", 1))];
        await rig.StartAsync(messages);
        suspect = false;

        var processing = rig.StartAsync([ForTable("y", 0), .. messages]);
        rig.Clock.Advance(TableStreams.Grace);
        await Eventually.HoldsAsync(() => rig.Streams.Opened[0].Written == 2 * messages.Length);
        rig.Clock.Advance(BatchTime);
        await processing;

        Assert.Equal(["y"], rig.FailedIds);
    }

    /// <summary>Each of them may end its connection, so the next one waits for it, also if it is of another table.</summary>
    [Fact]
    public async Task ProcessAsync_ASuspectedMessageIsNotAcked_TheNextOneWaitsForTheGraceAgain()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        var suspect = true;
        rig.Streams.Prepare = (stream, _) =>
            stream.RefuseAck = _ => suspect ? FakeStreams.Error(ZerobusErrorCode.RecordSuspected) : null;
        await rig.StartAsync(ForTable("x1", 0), ForTable("x2", 1));
        suspect = false;
        var (first, second) = (rig.Streams.Opened[0], rig.Streams.Opened[1]);
        first.HoldsAcks = second.HoldsAcks = true;

        var processing = rig.StartAsync(ForTable("x1", 0), ForTable("x2", 1), ForTable("y", 1));
        Assert.Equal((1, 2), (first.Written, second.Written));
        // The ordinary message has had its time, and only then is acked.
        rig.Clock.Advance(TableStreams.Grace);
        await Eventually.HoldsAsync(() => first.Written == 2);
        second.Ack();
        await rig.RunAsync(processing, TableStreams.Grace - BatchChanges.PollInterval);
        Assert.Equal(2, second.Written);
        await rig.RunAsync(processing, BatchChanges.PollInterval);
        await Eventually.HoldsAsync(() => second.Written == 3);
        rig.Clock.Advance(BatchTime);

        Assert.Equal(1, (await processing).Acked);
    }

    /// <summary>Its table is free then, although a row of another table waits.</summary>
    [Fact]
    public async Task ProcessAsync_WhatAnEarlierInvocationSentIsAcked_TheSuspectedMessageOfItsTableIsSent()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.Prepare = static (stream, number) =>
        {
            stream.HoldsAcks = true;
            stream.RefuseAck = offset =>
                number == 0 && offset == 0 ? FakeStreams.Error(ZerobusErrorCode.RecordSuspected) : null;
        };
        var first = rig.StartAsync(
            ForTable("x", 1), ForTable("a1", 1), ForTable("a2", 1), ForTable("a3", 1), ForTable("a4", 1), ForTable("e", 1));
        var stream = rig.Streams.Opened[0];
        AckNowAndThen(rig, stream, acks: 4);
        Assert.Equal((4, 2), ((await first).Acked, (await first).Failed));

        var processing = rig.StartAsync(ForTable("y", 0), ForTable("e", 1), ForTable("x", 1));
        await rig.RunAsync(processing, 1.5 * TableStreams.Grace);
        Assert.Equal(6, stream.Written);
        stream.Ack();
        await Eventually.HoldsAsync(() => stream.Written == 7);
        stream.Ack();
        rig.Clock.Advance(BatchTime);
        var result = await processing;

        Assert.Equal((1, 1, 1), (result.Acked, result.Deduplicated, result.Failed));
        Assert.Equal(["y"], rig.FailedIds);
    }

    /// <summary>Otherwise the others wait for the connections that end with it.</summary>
    [Fact]
    public async Task ProcessAsync_AnEarlierInvocationHasOthersInFlight_TheSuspectedMessageGoesBehindThem()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) =>
        {
            stream.HoldsAcks = true;
            stream.RefuseAck = static offset => offset == 0 ? FakeStreams.Error(ZerobusErrorCode.RecordSuspected) : null;
        };
        var first = rig.StartAsync(
            Message("x"), Message("a1"), Message("a2"), Message("a3"), Message("a4"), Message("y"), Message("z"));
        var stream = rig.Streams.Opened[0];
        AckNowAndThen(rig, stream, acks: 4);
        Assert.Equal((4, 3), ((await first).Acked, (await first).Failed));

        var processing = rig.StartAsync(Message("x"), Message("y"), Message("z"));
        rig.Clock.Advance(TableStreams.Grace / 2);
        Assert.Equal(7, stream.Written);
        // The time of the earlier invocation's rows is up, so that this one sends them.
        stream.HoldsAcks = false;
        stream.Refuse(5, FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn));
        stream.Refuse(6, FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn));

        Assert.Equal(3, (await processing).Acked);
        Assert.Contains("x", stream.Rows[^1], StringComparison.Ordinal);
    }

    /// <summary>It would stand behind them on the stream, and is not alone.</summary>
    [Fact]
    public async Task ProcessAsync_RowsOfItsTableAreInFlight_TheSuspectedMessageWaitsForThem()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) => stream.RefuseAck = static offset =>
            offset == 0 ? FakeStreams.Error(ZerobusErrorCode.RecordSuspected) : null;
        await rig.StartAsync(Message("x"));
        var stream = rig.Streams.Opened[0];
        stream.HoldsAcks = true;

        var processing = rig.StartAsync(Message("x"), Message("a"));
        rig.Clock.Advance(1.5 * TableStreams.Grace);
        Assert.Equal(2, stream.Written);
        stream.HoldsAcks = false;
        stream.Ack();

        Assert.Equal(2, (await processing).Acked);
    }

    /// <summary>A message that waits for another table too has rows in this one.</summary>
    [Theory]
    [InlineData("2")]
    [InlineData("1")]
    public async Task ProcessAsync_AMessageOfTwoTablesIsInFlight_TheSuspectedMessageOfOneWaitsForIt(string body)
    {
        await using var rig = new PipelineRig(TestPlans.CopiesOfOnes());
        var suspect = true;
        rig.Streams.Prepare = (stream, _) =>
            stream.RefuseAck = _ => suspect ? FakeStreams.Error(ZerobusErrorCode.RecordSuspected) : null;
        await rig.StartAsync(Message("s", "2"));
        suspect = false;
        await rig.Tables.GetAsync(1, CancellationToken.None);
        foreach (var stream in rig.Streams.Opened) stream.HoldsAcks = true;
        var numbers = rig.Streams.Opened.Single(static stream => stream.Table == TestPlans.Table);

        var processing = rig.StartAsync(Message("a", body), Message("s", "2"));
        await rig.RunAsync(processing, 1.5 * TableStreams.Grace);

        Assert.Equal(2, numbers.Written);
        rig.Clock.Advance(BatchTime);
        await processing;
    }

    [Fact]
    public async Task ProcessAsync_ASuspectedMessageWhoseStreamEnds_IsSentOnceMore()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, number) =>
        {
            if (number == 0)
            {
                stream.RefuseAck = static offset => offset == 0 ? FakeStreams.Error(ZerobusErrorCode.RecordSuspected) : null;
                stream.RefuseWrite = static offset => offset == 2 ? FakeStreams.Error(ZerobusErrorCode.StreamFailed) : null;
            }
        };
        await rig.StartAsync(Message("x"));

        var result = await rig.StartAsync(Message("x"), Message("a"));

        Assert.Equal((2, 0), (result.Acked, result.Failed));
        Assert.Equal([2, 1], rig.Streams.Opened.Select(static stream => stream.Written));
    }

    // So that no row is suspected because no ack comes.
    private static void AckNowAndThen(PipelineRig rig, FakeStream stream, int acks)
    {
        for (var ack = 0; ack < acks; ack++)
        {
            rig.Clock.Advance(TableStreams.Grace);
            stream.AckNext();
        }
        rig.Clock.Advance(TableStreams.Grace);
    }

    /// <summary>If it ends the connection, rows of another invocation go with it; but those may never end.</summary>
    [Fact]
    public async Task ProcessAsync_ARowOfAnotherInvocationIsInFlight_WaitsForItForTheGraceAtMost()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) => stream.RefuseAck = static offset =>
            offset == 0 ? FakeStreams.Error(ZerobusErrorCode.RecordSuspected) : null;
        await rig.StartAsync(Message("s"));
        var stream = rig.Streams.Opened[0];
        stream.HoldsAcks = true;
        var other = rig.StartAsync(Message("a"));

        var processing = rig.StartAsync(rig.CreateProcessor(), Message("s"));
        await rig.RunAsync(processing, 0.8 * TableStreams.Grace);
        Assert.Equal(2, stream.Written);
        await rig.RunAsync(processing, 0.3 * TableStreams.Grace);
        await Eventually.HoldsAsync(() => stream.Written == 3);
        stream.Ack();

        Assert.Equal((1, 1), ((await other).Acked, (await processing).Acked));
    }
}
