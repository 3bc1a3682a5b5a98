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
        acks.AckedLate(new SentRow(0, 0, stream, 0, 0));
        Assert.Equal((false, 1L), (acks.Has(0), acks.SinceBegin(0)));

        acks.Acked(0);
        Assert.Equal((2L, 2L), (rig.Tables.AcksOf(0), acks.SinceBegin(0)));
        for (var row = 2; row <= 20; row++) acks.Acked(0);
        Assert.Equal(21L, acks.SinceBegin(0));
        // A row costs no lock.
        Assert.Equal(2L, rig.Tables.AcksOf(0));
        acks.Report();

        Assert.Equal((21L, 21L), (rig.Tables.AcksOf(0), acks.SinceBegin(0)));
        acks.Begin();
        Assert.Equal((false, 0L), (acks.Has(0), acks.SinceBegin(0)));
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

    private static Batch Begin(PipelineRig rig, Mapping.Language.MappingPlan? plan = null)
    {
        var batch = new Batch();
        var now = rig.Clock.GetUtcNow();
        batch.Begin(plan ?? TestPlans.One(), [], new BatchDeadline(now, CancellationToken.None), now);
        return batch;
    }
}
