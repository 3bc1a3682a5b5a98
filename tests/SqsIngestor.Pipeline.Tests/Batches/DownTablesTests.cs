using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Pipeline.Tests.Fakes;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>The tables that were down when a batch began, one of which recovers.</summary>
public sealed class DownTablesTests
{
    [Fact]
    public async Task HoldUp_OneOfTwoTablesRecovers_HoldsForTheOtherUntilItRecoversToo()
    {
        var plan = TestPlans.Either();
        await using var rig = new PipelineRig(plan);
        var streams = new[]
        {
            await rig.Tables.GetAsync(0, CancellationToken.None), await rig.Tables.GetAsync(1, CancellationToken.None),
        };
        rig.Tables.WasNotAcked(0);
        rig.Tables.WasNotAcked(1);
        var batch = new Batch();
        batch.Begin(plan, [], new BatchDeadline(DateTimeOffset.MaxValue, CancellationToken.None), rig.Clock.GetUtcNow());
        var acks = new BatchAcks(batch, rig.Tables);
        var working = new WorkingTables(batch, rig.Tables, rig.Clock);
        var down = new DownTables(batch, rig.Tables, acks, working, rig.Clock);
        acks.Begin();
        working.Begin();
        down.Begin();
        Assert.Equal(["main.raw.numbers", "main.raw.copies"], down.NamesOf(null));

        rig.Tables.WasAcked(0, 1);
        working.Check();
        Assert.False(down.HoldUp(null));
        rig.Clock.Advance(TableStreams.Grace);
        Assert.Equal((true, false, true), (down.HoldUp(null), down.HoldUp([0]), down.HoldUp([0, 1])));
        Assert.Equal(["main.raw.copies"], down.NamesOf(null));
        Assert.Equal(["main.raw.copies"], down.NamesOf([0, 1]));
        Assert.Equal(["main.raw.numbers"], down.NamesOf([0]));

        rig.Tables.WasAcked(1, 1);
        Assert.Equal((false, false), (down.HoldUp(null), down.HoldUp([1])));
    }
}
