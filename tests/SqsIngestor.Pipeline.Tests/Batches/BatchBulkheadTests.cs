using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>A table that does not open, or has lost its connection, delays its own messages only.</summary>
public sealed class BatchBulkheadTests
{
    private static string ForTable(string id, int table) => Message(id, table == 0 ? "1" : "2");

    [Fact]
    public async Task ProcessAsync_ATableThatIsLongNotOpen_DelaysNobody()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        var gate = new TaskCompletionSource();
        rig.Streams.BeforeOpen = table => table.Name == TestPlans.Table ? Task.CompletedTask : gate.Task;
        var first = rig.StartAsync(ForTable("x", 1), ForTable("a", 0));
        rig.Clock.Advance(TableStreams.Grace);
        Assert.Equal(["x"], await first is { Acked: 1 } ? rig.FailedIds : []);

        var result = await rig.StartAsync(ForTable("x", 1), ForTable("a", 0), ForTable("b", 0));

        Assert.Equal((1, 1, 1), (result.Acked, result.Deduplicated, result.Failed));
        Assert.Equal(["x"], rig.FailedIds);
        gate.SetResult();
        Assert.Equal(1, (await rig.StartAsync(ForTable("x", 1))).Acked);
    }

    /// <summary>A frozen process does not open anything. What is not ready when it is resumed gets its time.</summary>
    [Fact]
    public async Task ProcessAsync_ATableThatWasNotOpenBeforeAPause_IsWaitedForOnceMore()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        var gate = new TaskCompletionSource();
        rig.Streams.BeforeOpen = table => table.Name == TestPlans.Table ? Task.CompletedTask : gate.Task;
        var first = rig.StartAsync(ForTable("x", 1), ForTable("a", 0));
        rig.Clock.Advance(TableStreams.Grace);
        Assert.Equal(1, (await first).Failed);
        rig.Clock.Advance(TimeSpan.FromMinutes(5));

        var processing = rig.StartAsync(ForTable("x", 1), ForTable("b", 0));
        Assert.False(processing.IsCompleted);
        gate.SetResult();

        Assert.Equal(2, (await processing).Acked);
    }

    [Fact]
    public async Task ProcessAsync_AConnectionThatWasLostBeforeAPause_IsWaitedForOnceMore()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        await rig.StartAsync(ForTable("x", 1), ForTable("a", 0));
        var stream = rig.Streams.Opened.Single(static stream => stream.Table != TestPlans.Table);
        rig.Clock.Advance(TimeSpan.FromMinutes(5));
        (stream.InterruptedFor, stream.HoldsAcks) = (TimeSpan.FromMinutes(5), true);

        var processing = rig.StartAsync(ForTable("y", 1), ForTable("b", 0));
        Assert.False(processing.IsCompleted);
        stream.InterruptedFor = TimeSpan.Zero;
        stream.Ack();

        Assert.Equal(2, (await processing).Acked);
    }

    [Fact]
    public async Task ProcessAsync_ATableThatOpensSoon_IsWaitedFor()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        var gate = new TaskCompletionSource();
        rig.Streams.BeforeOpen = table => table.Name == TestPlans.Table ? Task.CompletedTask : gate.Task;

        var processing = rig.StartAsync(ForTable("x", 1), ForTable("a", 0));
        Assert.False(processing.IsCompleted);
        gate.SetResult();

        Assert.Equal(2, (await processing).Acked);
    }

    [Fact]
    public async Task ProcessAsync_OnlyMessagesOfATableThatIsNotOpenForTheFirstTime_WaitUntilTheDeadline()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        var gate = new TaskCompletionSource();
        rig.Streams.BeforeOpen = _ => gate.Task;
        rig.Tables.Ask(TestPlans.Either(), 1);
        rig.Clock.Advance(TableStreams.Grace);

        var processing = rig.StartAsync(ForTable("x", 1));
        rig.Clock.Advance(2 * TableStreams.Grace);
        Assert.False(processing.IsCompleted);
        gate.SetResult();

        Assert.Equal(1, (await processing).Acked);
    }

    [Fact]
    public async Task ProcessAsync_ATableWithoutConnection_DelaysNobodyAndKeepsItsRows()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = stream.Table != TestPlans.Table;
        var processing = rig.StartAsync(ForTable("x", 1), ForTable("a", 0));
        Assert.False(processing.IsCompleted);

        rig.Streams.Opened[0].InterruptedFor = TableStreams.Grace;
        rig.Clock.Advance(TableStreams.Grace);
        var result = await processing;
        var during = await rig.StartAsync(ForTable("y", 1), ForTable("b", 0));

        Assert.Equal((1, 1), (result.Acked, result.Failed));
        Assert.Equal((1, 1, 1), (during.Acked, during.Failed, rig.Streams.Opened[0].Written));
        rig.Streams.Opened[0].InterruptedFor = TimeSpan.Zero;
        rig.Streams.Opened[0].Ack();
        await Eventually.HoldsAsync(() => rig.Memory.TakeLateAcks() == 1);
        Assert.Equal(1, (await rig.StartAsync(ForTable("x", 1))).Deduplicated);
    }

    [Fact]
    public async Task ProcessAsync_OneOfTwoTablesIsDown_SendsNoRowOfTheMessage()
    {
        await using var rig = new PipelineRig(TestPlans.Two());
        rig.Streams.RefuseOpen = static t =>
            t.Name == TestPlans.Table ? null : FakeStreams.Error(ZerobusErrorCode.PermissionDenied);

        for (var receive = 0; receive < 5; receive++) Assert.Equal(1, (await rig.StartAsync(Message("a"))).Failed);

        Assert.Equal(0, rig.Streams.Opened[0].Written);
    }

    [Fact]
    public async Task ProcessAsync_OneRowFailsAndOneIsNotAcked_TheDurableThirdIsNotSentAgain()
    {
        await using var rig = new PipelineRig(TestPlans.Each("main.raw.a", "main.raw.b", "main.raw.c"));
        rig.Streams.Prepare = static (stream, _) =>
        {
            if (stream.Table == "main.raw.a")
                stream.RefuseAck = static offset => offset == 0 ? FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn) : null;
            stream.HoldsAcks = stream.Table == "main.raw.b";
        };
        var processing = rig.StartAsync(Message("m"));
        var waiting = rig.Streams.Opened.Single(static stream => stream.Table == "main.raw.b");
        waiting.InterruptedFor = TableStreams.Grace;
        rig.Clock.Advance(TableStreams.Grace);
        var first = await processing;
        (waiting.InterruptedFor, waiting.HoldsAcks) = (TimeSpan.Zero, false);
        waiting.Ack();

        var second = await rig.StartAsync(Message("m"));

        Assert.Equal((1, 1), (first.Failed, second.Acked));
        Assert.Equal(1, rig.Streams.Opened.Single(static stream => stream.Table == "main.raw.c").Written);
    }

    [Fact]
    public async Task ProcessAsync_OneOfTwoRowsIsRefused_TheOtherIsNotSentAgain()
    {
        await using var rig = new PipelineRig(TestPlans.Two());
        rig.Streams.Prepare = static (stream, _) =>
        {
            if (stream.Table != TestPlans.Table)
                stream.RefuseAck = static offset => offset == 0 ? FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn) : null;
        };

        var first = await rig.StartAsync(Message("a"));
        var second = await rig.StartAsync(Message("a"));

        Assert.Equal((1, 1), (first.Failed, second.Acked));
        Assert.Equal([1, 2], rig.Streams.Opened.Select(static s => s.Written));
    }

    [Fact]
    public async Task ProcessAsync_AStreamEndsBesideASlowTable_ItsRowsAreSentOnceMore()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.Prepare = static (stream, number) => stream.HoldsAcks = number < 2;
        var processing = rig.StartAsync(ForTable("y", 0), ForTable("x", 1));

        rig.Streams.Opened[1].Fail(FakeStreams.Error(ZerobusErrorCode.StreamFailed));
        rig.Clock.Advance(BatchChanges.PollInterval);
        await Eventually.HoldsAsync(() => rig.Streams.Opened.Count == 3 && rig.Streams.Opened[2].Written == 1);
        rig.Clock.Advance(BatchTime);
        await processing;

        Assert.Equal(["y"], rig.FailedIds);
    }

    [Fact]
    public async Task ProcessAsync_TheOnlyTableReconnects_IsWaitedFor()
    {
        await using var rig = new PipelineRig();
        await rig.StartAsync(Message("a"));
        var stream = rig.Streams.Opened[0];
        rig.Clock.Advance(TableStreams.Grace - TimeSpan.FromMilliseconds(1));
        await rig.StartAsync(Message("a"));
        rig.Clock.Advance(TableStreams.Grace - TimeSpan.FromMilliseconds(1));
        stream.InterruptedFor = TableStreams.Grace;

        var processing = rig.StartAsync(Message("b"));
        Assert.False(processing.IsCompleted);
        stream.InterruptedFor = TimeSpan.Zero;
        rig.Clock.Advance(BatchChanges.PollInterval);

        Assert.Equal(1, (await processing).Acked);
    }

    [Fact]
    public async Task ProcessAsync_TheAckOfALostConnectionComesWithinTheBatch_Counts()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;
        var processing = rig.StartAsync(ForTable("x", 0), ForTable("y", 1));
        // The batch has seen that the connection is lost.
        var looks = 0;
        rig.Streams.Opened[0].OnInterruptedFor = () => Interlocked.Increment(ref looks);
        rig.Streams.Opened[0].InterruptedFor = TableStreams.Grace;
        rig.Clock.Advance(TableStreams.Grace);
        await Eventually.HoldsAsync(() => Volatile.Read(ref looks) > 0);

        rig.Streams.Opened[0].Ack();
        rig.Streams.Opened[1].Ack();

        Assert.Equal(2, (await processing).Acked);
    }

    /// <summary>A stream that acks in order is not asked for every row after each ack.</summary>
    [Fact]
    public async Task ProcessAsync_AnAckBesideManyPendingRows_AsksForFewOfThem()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;
        var processing = rig.StartAsync(Enumerable.Range(0, 200).Select(static i => ForTable($"m{i}", i % 2)));
        var (questions, waits) = (0, 0);
        foreach (var stream in rig.Streams.Opened) stream.OnIsSettled = _ => Interlocked.Increment(ref questions);
        // For the last message, and for the second one, after the look that follows the ack of the first.
        rig.Streams.Opened[1].OnWait = () => Interlocked.Increment(ref waits);

        rig.Streams.Opened[0].AckNext();
        await Eventually.HoldsAsync(() => Volatile.Read(ref waits) == 2);

        Assert.InRange(Volatile.Read(ref questions), 1, 20);
        foreach (var stream in rig.Streams.Opened) stream.Ack();
        Assert.Equal(200, (await processing).Acked);
    }
}
