using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>
/// A batch that has only messages of a table that is known to be down does not hold up the batches behind it until its deadline.
/// </summary>
public sealed class BatchDownTableTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly TaskCompletionSource _gate = new();

    private static string Healthy(string id) => Message(id, "1");

    private static string Down(string id) => Message(id, "2");

    [Fact]
    public async Task ProcessAsync_AnEarlierBatchGaveTheTableUp_WaitsForTheGraceOnly()
    {
        await using var rig = StartRig();
        var first = rig.StartAsync(Down("x"), Healthy("a"));
        rig.Clock.Advance(TableStreams.Grace);
        await first;

        await AssertWaitsForTheGraceAsync(rig, Down("x"), Down("y"));

        _gate.SetResult();
        Assert.Equal(2, (await rig.StartAsync(Down("x"), Down("y"))).Acked);
    }

    [Fact]
    public async Task ProcessAsync_AnEarlierBatchWaitedUntilItsDeadline_WaitsForTheGraceOnly()
    {
        await using var rig = StartRig();
        await rig.TimeOutAsync(Down("x"));

        await AssertWaitsForTheGraceAsync(rig, Down("x"));
    }

    [Fact]
    public async Task ProcessAsync_AnOpenFailedBefore_AsksAgainForTheGraceOnly()
    {
        await using var rig = StartRig();
        _gate.SetResult();
        var opens = 0;
        rig.Streams.RefuseOpen = table =>
        {
            if (table.Name == TestPlans.Table) return null;
            Interlocked.Increment(ref opens);
            return FakeStreams.Error(ZerobusErrorCode.ConnectionFailed);
        };
        // As at the start of the function.
        await Assert.ThrowsAsync<ZerobusException>(() => rig.Tables.GetAsync(1, CancellationToken.None));

        await AssertWaitsForTheGraceAsync(rig, Down("x"));

        Assert.InRange(opens, 3, 4);
    }

    /// <summary>Its connection stands, or is replaced again and again; what it says never comes.</summary>
    [Fact]
    public async Task ProcessAsync_NoAckCameInAnEarlierBatch_WaitsForTheGraceOnly()
    {
        await using var rig = StartRig();
        _gate.SetResult();
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = stream.Table != TestPlans.Table;
        await rig.TimeOutAsync(Down("x"));

        await AssertWaitsForTheGraceAsync(rig, Down("y"));
        // What an earlier batch has sent is waited for no longer.
        await AssertWaitsForTheGraceAsync(rig, Down("x"));

        rig.Streams.Opened.Single(static stream => stream.Table != TestPlans.Table).Ack();
        await Eventually.HoldsAsync(() => !rig.Tables.IsDown(1));
        var recovered = rig.StartAsync(Down("z"));
        rig.Clock.Advance(2 * TableStreams.Grace);
        Assert.False(recovered.IsCompleted);
        rig.Clock.Advance(BatchTime);
        Assert.Equal(1, (await recovered).Failed);
    }

    /// <summary>Acks that come late are acks: the table that gives them is waited for until the deadline again.</summary>
    [Fact]
    public async Task ProcessAsync_AnAckOfAnEarlierBatchComesDuringTheBatch_WaitsUntilTheDeadlineAgain()
    {
        await using var rig = StartRig();
        _gate.SetResult();
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

    [Fact]
    public async Task ProcessAsync_NoAckCameInAnEarlierBatch_GivesItsRowsUpAndAsksForANewConnection()
    {
        await using var rig = StartRig();
        _gate.SetResult();
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
        await using var rig = StartRig();
        _gate.SetResult();
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

    /// <summary>What another invocation has sent waits for its own tables.</summary>
    [Fact]
    public async Task ProcessAsync_SentEarlierToATableThatIsNotDown_WaitsForIt()
    {
        await using var rig = StartRig();
        _gate.SetResult();
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
        await using var rig = StartRig();
        _gate.SetResult();
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

    /// <summary>A table that nobody has needed since its stream ended is not in trouble.</summary>
    [Fact]
    public async Task ProcessAsync_TheStreamOfTheOtherTableHasEnded_WaitsForTheGraceOnly()
    {
        await using var rig = StartRig();
        _gate.SetResult();
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = stream.Table != TestPlans.Table;
        await rig.StartAsync(Healthy("a"));
        await rig.TimeOutAsync(Down("x"));

        rig.Streams.Opened[0].Fail(FakeStreams.Error(ZerobusErrorCode.NoProgress));

        await AssertWaitsForTheGraceAsync(rig, Down("y"));
    }

    [Fact]
    public async Task ProcessAsync_TheBatchDoesNotWaitForATable_SaysSo()
    {
        await using var rig = StartRig();
        _gate.SetResult();
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = stream.Table != TestPlans.Table;
        await rig.TimeOutAsync(Down("x"));
        rig.AssertLogged(2112, "returned to the queue for this reason: 1");

        var processing = rig.StartAsync(Down("y"));
        rig.Clock.Advance(TableStreams.Grace);

        var failure = (await processing).Failure!;
        Assert.Contains("main.raw.copies did not answer within 2 s", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("more time", failure.Message, StringComparison.Ordinal);
        rig.AssertLogged(2113, "main.raw.copies");
        rig.AssertLogged(2112, "", times: 1);
    }

    /// <summary>Nobody gains if the batch ends early.</summary>
    [Fact]
    public async Task ProcessAsync_EveryTableIsDown_WaitsUntilTheDeadline()
    {
        await using var rig = StartRig();
        _gate.SetResult();
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
        await using var rig = StartRig();
        _gate.SetResult();
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
        var processing = rig.StartAsync(Message("first"), Message("slow"));
        rig.Clock.Advance(BatchTime - TimeSpan.FromSeconds(seconds));
        rig.Streams.Opened[0].AckNext();
        await Eventually.HoldsAsync(() => rig.Tables.AcksOf(0) == 1);
        rig.Clock.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(1, (await processing).Failed);
        rig.Streams.Opened[0].Fail(FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn));

        Assert.Equal(isSuspected, await rig.HistoryOfAsync(Message("slow")) is { IsSuspected: true });
    }

    [Fact]
    public async Task ProcessAsync_TheConnectionWasLostLongBefore_WaitsForTheGraceOnly()
    {
        await using var rig = StartRig();
        _gate.SetResult();
        await rig.StartAsync(Down("x"));
        rig.Clock.Advance(TableStreams.Grace - Step);
        await rig.StartAsync(Healthy("a"));
        rig.Clock.Advance(TableStreams.Grace - Step);
        rig.Streams.Opened[0].InterruptedFor = TableStreams.Grace;

        await AssertWaitsForTheGraceAsync(rig, Down("y"));
    }

    [Fact]
    public async Task ProcessAsync_AFifoGroupOfATableThatIsDown_WaitsForTheGraceOnly()
    {
        await using var rig = StartRig();
        _gate.SetResult();
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = stream.Table != TestPlans.Table;
        await rig.TimeOutAsync(Fifo("x", "g", "2"), Fifo("y", "g", "2"));

        await AssertWaitsForTheGraceAsync(rig, Fifo("x", "g", "2"), Fifo("y", "g", "2"));
    }

    /// <summary>A table that recovers within the grace is waited for.</summary>
    [Fact]
    public async Task ProcessAsync_TheTableOpensInTime_IsWaitedFor()
    {
        await using var rig = StartRig();
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

    // One table opens at once, the other one with the gate.
    private PipelineRig StartRig()
    {
        var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.BeforeOpen = table => table.Name == TestPlans.Table ? Task.CompletedTask : _gate.Task;
        return rig;
    }

    private static async Task AssertWaitsForTheGraceAsync(PipelineRig rig, params string[] messages)
    {
        var started = rig.Clock.GetUtcNow();
        var processing = rig.StartAsync(messages);
        rig.Clock.Advance(TableStreams.Grace - Step);
        Assert.False(processing.IsCompleted);
        await Eventually.HoldsAsync(() =>
        {
            if (!processing.IsCompleted) rig.Clock.Advance(Step);
            return processing.IsCompleted;
        });

        Assert.Equal(messages.Length, (await processing).Failed);
        Assert.InRange(rig.Clock.GetUtcNow() - started, TableStreams.Grace, BatchTime / 2);
    }
}
