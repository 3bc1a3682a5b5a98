using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Pipeline.Tests.Fakes;
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
        rig.Tables.Ask(TestPlans.Either(), 1);
        rig.Clock.Advance(TableStreams.Grace);

        var result = await rig.StartAsync(ForTable("x", 1), ForTable("a", 0), ForTable("b", 0));

        Assert.Equal((2, 1), (result.Acked, result.Failed));
        Assert.Equal(["x"], rig.FailedIds);
        gate.SetResult();
        Assert.Equal(1, (await rig.StartAsync(ForTable("x", 1))).Acked);
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
    public async Task ProcessAsync_OnlyMessagesOfATableThatIsNotOpen_WaitUntilTheDeadline()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        var gate = new TaskCompletionSource();
        rig.Streams.BeforeOpen = _ => gate.Task;
        rig.Tables.Ask(TestPlans.Either(), 1);
        rig.Clock.Advance(TableStreams.Grace);

        var processing = rig.StartAsync(ForTable("x", 1));
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
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        var result = await processing;
        var during = await rig.StartAsync(ForTable("y", 1), ForTable("b", 0));

        Assert.Equal((1, 1), (result.Acked, result.Failed));
        Assert.Equal((1, 1, 1), (during.Acked, during.Failed, rig.Streams.Opened[0].Written));
        rig.Streams.Opened[0].InterruptedFor = TimeSpan.Zero;
        rig.Streams.Opened[0].Ack();
        await SqsIngestor.Tests.Shared.Eventually.HoldsAsync(() => rig.Memory.TakeLateAcks() == 1);
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
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
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
}
