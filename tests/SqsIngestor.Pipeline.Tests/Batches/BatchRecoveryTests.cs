using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Tests.Shared;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>
/// A batch waits until its deadline for tables that recover or are not known to be down, and for all of them if none works.
/// </summary>
public sealed class BatchRecoveryTests
{
    private readonly TaskCompletionSource _gate = new();

    private static string Healthy(string id) => Message(id, "1");

    private static string Down(string id) => Message(id, "2");

    /// <summary>Acks that come late are acks: the table that gives them is waited for until the deadline again.</summary>
    [Fact]
    public async Task ProcessAsync_AnAckOfAnEarlierBatchComesDuringTheBatch_WaitsUntilTheDeadlineAgain()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = stream.Table != TestPlans.Table;
        await rig.TimeOutAsync(Down("x"));
        var stream = rig.Streams.Opened.Single(static stream => stream.Table != TestPlans.Table);

        var processing = rig.StartAsync(Down("y"));
        rig.Clock.Advance(TableStreams.Grace / 2);
        stream.AckNext();
        await Eventually.HoldsAsync(() => !rig.Tables.IsDown(1));
        rig.Clock.Advance(TableStreams.Grace);
        Assert.False(processing.IsCompleted);
        stream.Ack();

        Assert.Equal(1, (await processing).Acked);
    }

    /// <summary>What another invocation has sent waits for its own tables.</summary>
    [Fact]
    public async Task ProcessAsync_SentEarlierToATableThatIsNotDown_WaitsForIt()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;
        var first = rig.StartAsync(Healthy("a"), Healthy("b"), Down("x"));
        var healthy = rig.Streams.Opened.Single(static stream => stream.Table == TestPlans.Table);
        healthy.AckNext();
        rig.Clock.Advance(BatchTime);
        Assert.Equal(2, (await first).Failed);
        Assert.Equal((false, true), (rig.Tables.IsDown(0), rig.Tables.IsDown(1)));

        var second = rig.StartAsync(Healthy("b"), Down("x"));
        rig.Clock.Advance(2 * TableStreams.Grace);
        Assert.False(second.IsCompleted);
        healthy.Ack();

        Assert.Equal((1, 1), ((await second).Deduplicated, (await second).Failed));
        Assert.Equal(["x"], rig.FailedIds);
        rig.AssertLogged(2113, "deadline for main.raw.copies, which");
    }

    /// <summary>The first ack shows that the table has recovered, so the others are waited for.</summary>
    [Fact]
    public async Task ProcessAsync_SentEarlierToATableThatRecovers_WaitsForIt()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = stream.Table != TestPlans.Table;
        await rig.TimeOutAsync(Down("x"), Down("y"));
        var stream = rig.Streams.Opened[0];

        var processing = rig.StartAsync(Down("x"), Down("y"));
        rig.Clock.Advance(TableStreams.Grace / 2);
        stream.AckNext();
        await Eventually.HoldsAsync(() => !rig.Tables.IsDown(1));
        rig.Clock.Advance(2 * TableStreams.Grace);
        Assert.False(processing.IsCompleted);
        stream.Ack();

        Assert.Equal(2, (await processing).Deduplicated);
    }

    /// <summary>Nobody gains if the batch ends early.</summary>
    [Fact]
    public async Task ProcessAsync_EveryTableIsDown_WaitsUntilTheDeadline()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;
        await rig.TimeOutAsync(Down("x"), Healthy("a"));

        var processing = rig.StartAsync(Down("y"), Healthy("b"));
        rig.Clock.Advance(2 * TableStreams.Grace);
        Assert.False(processing.IsCompleted);
        foreach (var stream in rig.Streams.Opened) stream.Ack();

        Assert.Equal(2, (await processing).Acked);
    }

    [Fact]
    public async Task ProcessAsync_EveryTableThatItWroteToLosesItsConnection_WaitsForBoth()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;
        var processing = rig.StartAsync(Down("x"), Healthy("a"));
        foreach (var stream in rig.Streams.Opened) stream.InterruptedFor = TimeSpan.FromMilliseconds(1);
        rig.Clock.Advance(TableStreams.Grace / 2);
        // One round of the batch sees it.
        rig.Clock.Advance(BatchChanges.PollInterval);
        foreach (var stream in rig.Streams.Opened) stream.InterruptedFor = TableStreams.Grace;
        rig.Clock.Advance(2 * TableStreams.Grace);
        Assert.False(processing.IsCompleted);

        // One is back, and the other one a second later.
        rig.Streams.Opened[0].InterruptedFor = TimeSpan.Zero;
        rig.Streams.Opened[0].Ack();
        rig.Clock.Advance(TableStreams.Grace / 2);
        Assert.False(processing.IsCompleted);
        rig.Streams.Opened[1].InterruptedFor = TimeSpan.Zero;
        rig.Streams.Opened[1].Ack();

        Assert.Equal(2, (await processing).Acked);
    }

    /// <summary>A table that recovers within the grace is waited for.</summary>
    [Fact]
    public async Task ProcessAsync_TheTableOpensInTime_IsWaitedFor()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.BeforeOpen = table => table.Name == TestPlans.Table ? Task.CompletedTask : _gate.Task;
        await rig.TimeOutAsync(Down("x"));

        var processing = rig.StartAsync(Down("x"));
        rig.Clock.Advance(TableStreams.Grace / 2);
        _gate.SetResult();

        Assert.Equal(1, (await processing).Acked);
    }

    [Fact]
    public async Task ProcessAsync_TheMappingHasOneTable_WaitsUntilTheDeadline()
    {
        await using var rig = new PipelineRig();
        rig.Streams.BeforeOpen = _ => _gate.Task;
        await rig.TimeOutAsync(Message("x"));

        var processing = rig.StartAsync(Message("x"));
        rig.Clock.Advance(2 * TableStreams.Grace);
        Assert.False(processing.IsCompleted);
        _gate.SetResult();

        Assert.Equal(1, (await processing).Acked);
    }

    /// <summary>No table is down any more for which it might wait.</summary>
    [Fact]
    public async Task ProcessAsync_SentByAnInvocationThatGoesOnAndTheTableRecovers_WaitsForIt()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;
        await rig.TimeOutAsync(Down("x"));
        var other = rig.StartAsync(rig.CreateProcessor(), Healthy("a"));
        var processing = rig.StartAsync(Healthy("a"));

        rig.Streams.Opened[0].Ack();
        await Eventually.HoldsAsync(() => !rig.Tables.IsDown(1));
        rig.Clock.Advance(2 * TableStreams.Grace);
        Assert.False(processing.IsCompleted);
        rig.Streams.Opened[1].Ack();

        Assert.Equal((1, 1), ((await other).Acked, (await processing).Deduplicated));
    }
}
