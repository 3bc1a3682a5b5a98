using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Pipeline.Tests.Fakes;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>What a batch sees of its tables.</summary>
public sealed class BatchAcksTests
{
    /// <summary>Other batches learn of the first ack at once, and of all when the batch reports them.</summary>
    [Fact]
    public async Task Acked_ManyRows_AreCountedAtOnceHereAndSoonElsewhere()
    {
        await using var rig = new PipelineRig();
        var stream = await rig.Tables.GetAsync(0, CancellationToken.None);
        var acks = new BatchAcks(Begin(rig), rig.Tables);
        acks.Begin();
        Assert.False(acks.Has(0));
        acks.AckedLate(Row(stream, 0));
        Assert.Equal((false, 1L), (acks.Has(0), acks.SinceBegin(0)));

        acks.Acked(Row(stream, 1));
        Assert.Equal((2L, 2L), (rig.Tables.AcksOf(0), acks.SinceBegin(0)));
        for (var offset = 2; offset <= 20; offset++) acks.Acked(Row(stream, offset));
        Assert.Equal(21L, acks.SinceBegin(0));
        // A row costs no lock.
        Assert.Equal(2L, rig.Tables.AcksOf(0));
        acks.Report();

        Assert.Equal((21L, 21L), (rig.Tables.AcksOf(0), acks.SinceBegin(0)));
        Assert.True(rig.Tables.HasAckedBehind(0, stream, 19));
        Assert.False(rig.Tables.HasAckedBehind(0, stream, 20));
        acks.Begin();
        Assert.Equal((false, 0L), (acks.Has(0), acks.SinceBegin(0)));
    }

    [Fact]
    public async Task HasBefore_RowsOfThisBatch_LooksAtTheirStreamAndOffset()
    {
        await using var rig = new PipelineRig();
        var stream = await rig.Tables.GetAsync(0, CancellationToken.None);
        rig.Tables.WasAcked(0, stream, 3, 1);
        var acks = new BatchAcks(Begin(rig), rig.Tables);
        acks.Begin();
        Assert.False(acks.HasBefore(Row(stream, 5)));

        acks.Acked(Row(stream, 7));
        acks.Acked(Row(stream, 6));

        Assert.Equal((false, true), (acks.HasBefore(Row(stream, 6)), acks.HasBefore(Row(stream, 7))));
        Assert.False(acks.HasBefore(Row(new FakeStream("main.raw.numbers"), 7)));
        acks.Begin();
        Assert.False(acks.HasBefore(Row(stream, 7)));
    }

    /// <summary>The offsets of one stream say nothing about another.</summary>
    [Fact]
    public async Task HasAckedBehind_TheStreamWasReplaced_IsFalse()
    {
        await using var rig = new PipelineRig();
        var first = await rig.Tables.GetAsync(0, CancellationToken.None);
        rig.Tables.WasAcked(0, first, 5, 1);
        rig.Streams.Opened[0].Fail(FakeStreams.Error(Zerobus.ZerobusErrorCode.NoProgress));
        var second = await rig.Tables.GetAsync(0, CancellationToken.None);

        rig.Tables.WasAcked(0, second, 1, 1);
        rig.Tables.WasAcked(0, first, 6, 1);

        Assert.False(rig.Tables.HasAckedBehind(0, first, 0));
        Assert.True(rig.Tables.HasAckedBehind(0, second, 0));
    }

    /// <summary>A table does not stand for the others that a batch waits for.</summary>
    [Fact]
    public async Task AnyWrittenBeside_OneTableWorks_HoldsForTheOthersOnly()
    {
        var plan = TestPlans.Either();
        await using var rig = new PipelineRig(plan);
        await rig.Tables.GetAsync(0, CancellationToken.None);
        var batch = Begin(rig, plan);
        var working = new WorkingTables(batch, rig.Tables, rig.Clock);
        working.Begin();

        batch.WrittenTables.Add(0);

        Assert.Equal((false, true), (working.AnyWrittenBeside(0), working.AnyWrittenBeside(1)));
        // Also before the next check.
        rig.Streams.Opened[0].InterruptedFor = TableStreams.Grace;
        Assert.False(working.AnyWrittenBeside(1));
    }

    private static SentRow Row(ITableStream stream, long offset) => new(0, 0, stream, offset, 0);

    private static Batch Begin(PipelineRig rig, Mapping.Language.MappingPlan? plan = null)
    {
        var batch = new Batch();
        var now = rig.Clock.GetUtcNow();
        batch.Begin(plan ?? TestPlans.One(), [], new BatchDeadline(now, CancellationToken.None), now);
        return batch;
    }
}
