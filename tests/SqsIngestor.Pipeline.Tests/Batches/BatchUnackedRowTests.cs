using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>What a batch does about rows that have no ack when it ends, for the sake of the next batches.</summary>
public sealed class BatchUnackedRowTests
{
    private static string Healthy(string id) => Message(id, "1");

    private static string Down(string id) => Message(id, "2");

    [Fact]
    public async Task ProcessAsync_NoAckCameInAnEarlierBatch_GivesItsRowsUpAndAsksForANewConnection()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = stream.Table != TestPlans.Table;
        await rig.TimeOutAsync(Down("x"), Down("y"));
        var stream = rig.Streams.Opened.Single(static stream => stream.Table != TestPlans.Table);
        Assert.Equal([0L, 1L], stream.GivenUp);
        Assert.Equal(0, stream.Renewals);

        // Also by a batch that has nothing new for the table.
        await rig.StartAsync(Healthy("a"));
        Assert.Equal(1, stream.Renewals);
    }

    /// <summary>The stream knows best whether its connection is in order.</summary>
    [Fact]
    public async Task ProcessAsync_AnEarlierBatchGaveRowsUpAfterAnAck_AsksForANewConnection()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = stream.Table != TestPlans.Table;
        var processing = rig.StartAsync(Down("x"), Down("y"));
        var stream = rig.Streams.Opened[0];
        stream.AckNext();
        rig.Clock.Advance(BatchTime);
        Assert.Equal((1, 1), ((await processing).Acked, (await processing).Failed));
        Assert.False(rig.Tables.IsDown(1));

        await rig.StartAsync(Healthy("a"));

        Assert.Equal([1L], stream.GivenUp);
        Assert.Equal(1, stream.Renewals);
    }

    /// <summary>The row that no ack came for may be the reason why those behind it have none.</summary>
    [Fact]
    public async Task ProcessAsync_TheFirstRowWithoutAck_IsSentLastAndAloneNextTime()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, number) => stream.HoldsAcks = number == 0;
        await rig.TimeOutAsync(Message("bad"), Message("a"));
        rig.Streams.Opened[0].Fail(FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn));

        var result = await rig.StartAsync(Message("bad"), Message("a"));

        Assert.Equal(2, result.Acked);
        Assert.EndsWith("bad", rig.Streams.Opened[1].Rows[1][..^2], StringComparison.Ordinal);
        // A restart of the service is enough for an unexpected end of its connection.
        Assert.All(rig.Streams.Opened[1].Terms, static terms => Assert.False(terms.IsSuspect));
    }

    /// <summary>A table whose acks are only slow has no row for which the others wait.</summary>
    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public async Task ProcessAsync_TheDeadlineComesSoonAfterAnAck_SuspectsNoRow(int seconds, bool isSuspected)
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, number) => stream.HoldsAcks = number == 0;
        var processing = rig.StartAsync(Fifo("first", "g"), Fifo("slow", "g"));
        rig.Clock.Advance(BatchTime - TimeSpan.FromSeconds(seconds));
        rig.Streams.Opened[0].AckNext();
        await Eventually.HoldsAsync(() => rig.Tables.AcksOf(0) == 1);
        rig.Clock.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(1, (await processing).Failed);
        rig.Streams.Opened[0].Fail(FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn));

        Assert.Equal(isSuspected, await rig.HistoryOfAsync(Fifo("slow", "g")) is { IsSuspected: true });
    }

    /// <summary>Without a connection no row is acked, and those behind the first wait for it.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task ProcessAsync_NoAckForLong_SuspectsTheFirstRowOfAConnection(int interruptedFor, bool isSuspected)
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = (stream, number) =>
            (stream.HoldsAcks, stream.InterruptedFor) = (number == 0, TimeSpan.FromMilliseconds(interruptedFor));
        var processing = rig.StartAsync(Message("first"), Message("behind"));
        rig.Clock.Advance(BatchTime);
        Assert.Equal(2, (await processing).Failed);
        rig.Streams.Opened[0].Fail(FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn));

        Assert.Equal(isSuspected, await rig.HistoryOfAsync(Message("first")) is { IsSuspected: true });
        Assert.False(await rig.HistoryOfAsync(Message("behind")) is { IsSuspected: true });
    }

    /// <summary>A connection that acked nothing is replaced, at the end of the batch too: that does not excuse the row.</summary>
    [Fact]
    public async Task ProcessAsync_TheConnectionIsBeingReplacedWhenTheBatchEnds_SuspectsTheRowThatItWaitedFor()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, number) => stream.HoldsAcks = number == 0;
        var processing = rig.StartAsync(Message("bad"), Message("a"));
        var stream = rig.Streams.Opened[0];
        var looks = stream.AwaitedReads;
        rig.Clock.Advance(BatchTime / 2);
        await Eventually.HoldsAsync(() => stream.AwaitedReads > looks);
        stream.InterruptedFor = BatchTime / 2;
        rig.Clock.Advance(BatchTime / 2);
        Assert.Equal(2, (await processing).Failed);
        stream.Fail(FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn));

        Assert.True(await rig.HistoryOfAsync(Message("bad")) is { IsSuspected: true });
        Assert.False(await rig.HistoryOfAsync(Message("a")) is { IsSuspected: true });
    }

    [Fact]
    public async Task ProcessAsync_TheRowWasSentShortlyBeforeTheDeadline_IsNotSuspected()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = (stream, _) =>
        {
            stream.HoldsAcks = true;
            stream.BeforeWrite = _ =>
            {
                rig.Clock.Advance(BatchTime - TimeSpan.FromSeconds(3));
                return Task.CompletedTask;
            };
        };

        var processing = rig.StartAsync(Message("late"));
        rig.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(1, (await processing).Failed);
        rig.Streams.Opened[0].Fail(FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn));

        Assert.False(await rig.HistoryOfAsync(Message("late")) is { IsSuspected: true });
    }

    /// <summary>The client tells it after the batch, when nobody knows whether the table takes other rows.</summary>
    [Theory]
    [InlineData(ZerobusErrorCode.RecordRefused, true, false)]
    [InlineData(ZerobusErrorCode.RecordSuspected, false, true)]
    public async Task ProcessAsync_TheRowIsRefusedAfterTheBatch_IsSuspected(
        ZerobusErrorCode code, bool wasRefused, bool endsConnections)
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;
        await rig.TimeOutAsync(Message("a"));

        rig.Streams.Opened[0].Refuse(0, FakeStreams.Error(code));

        var history = (await rig.HistoryOfAsync(Message("a")))!;
        Assert.Equal((wasRefused, endsConnections), (history.WasRefused, history.EndsConnections));
        Assert.Equal(1, rig.Tables.LastMinuteOf(0).Suspects);
        Assert.Equal((0, false), (history.Strikes, history.IsRefused));
    }

    /// <summary>Whatever became of its other row: what is durable is not sent again.</summary>
    [Theory]
    [InlineData(ZerobusErrorCode.RecordRefused)]
    [InlineData(ZerobusErrorCode.RecordWithdrawn)]
    [InlineData(null)]
    public async Task ProcessAsync_TheRowBecomesDurableAfterTheBatch_IsNotSentAgain(ZerobusErrorCode? other)
    {
        await using var rig = new PipelineRig(TestPlans.Two());
        rig.Streams.Prepare = (stream, _) =>
        {
            stream.HoldsAcks = true;
            if (other is { } code && stream.Table == TestPlans.Table)
                stream.RefuseAck = offset => offset == 0 ? FakeStreams.Error(code) : null;
        };
        Assert.Equal(1, (await rig.TimeOutAsync(Message("a"))).Failed);
        var (numbers, copies) = (Stream(TestPlans.Table), Stream("main.raw.copies"));

        copies.Ack();
        if (other is null) numbers.Refuse(0, FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn));

        Assert.Equal(1, (await rig.HistoryOfAsync(Message("a")))!.DurableRows.Count);
        (copies.HoldsAcks, numbers.HoldsAcks) = (false, false);
        Assert.Equal(1, (await rig.StartAsync(Message("a"))).Acked);
        Assert.Equal((2, 1), (numbers.Written, copies.Written));

        FakeStream Stream(string table) => rig.Streams.Opened.Single(stream => stream.Table == table);
    }

    /// <summary>Its other rows are durable, so that a message must not wait for their table.</summary>
    [Fact]
    public async Task ProcessAsync_TheTableOfADurableRowIsDown_TheOthersAreSent()
    {
        await using var rig = new PipelineRig(TestPlans.Two());
        rig.Streams.Prepare = static (stream, _) => stream.RefuseAck = _ =>
            stream.Table != TestPlans.Table ? FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn) : null;
        await rig.StartAsync(Message("a"));
        var (numbers, copies) = (rig.Streams.Opened[0], rig.Streams.Opened[1]);
        copies.RefuseAck = static _ => null;
        rig.Streams.RefuseOpen = static _ => FakeStreams.Error(ZerobusErrorCode.OpenFailed);
        numbers.Fail(FakeStreams.Error(ZerobusErrorCode.NoProgress));

        Assert.Equal(1, (await rig.StartAsync(Message("a"))).Acked);
        Assert.Equal((1, 2), (numbers.Written, copies.Written));
    }

    [Fact]
    public async Task ProcessAsync_NoTableOfTheMessageAcks_AllOfThemCountAsDown()
    {
        await using var rig = new PipelineRig(TestPlans.Two());
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;

        await rig.TimeOutAsync(Message("a"));

        Assert.Equal((true, true), (rig.Tables.IsDown(0), rig.Tables.IsDown(1)));
    }
}
