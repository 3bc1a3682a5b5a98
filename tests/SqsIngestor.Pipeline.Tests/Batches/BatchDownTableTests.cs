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
        await OpenHealthyAsync(rig);
        await rig.TimeOutAsync(Down("x"));

        await AssertWaitsForTheGraceAsync(rig, Down("x"));
    }

    [Fact]
    public async Task ProcessAsync_AnOpenFailedBefore_AsksAgainForTheGraceOnly()
    {
        await using var rig = StartRig();
        _gate.SetResult();
        await OpenHealthyAsync(rig);
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

    /// <summary>Other invocations learn of it before the batch ends.</summary>
    [Fact]
    public async Task ProcessAsync_AnAckComesAfterAnotherBatchGaveTheTableUp_TheTableRecoversAtTheNextCheck()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;
        var processing = rig.StartAsync(Message("a"), Message("b"), Message("c"));
        var stream = rig.Streams.Opened[0];
        stream.AckNext();
        await Eventually.HoldsAsync(() => rig.Tables.AcksOf(0) == 1);
        rig.Tables.WasNotAcked(0);

        stream.AckNext();
        // The first check may come before the batch has seen the ack.
        await rig.RunAsync(processing, 2 * BatchChanges.PollInterval);

        await Eventually.HoldsAsync(() => !rig.Tables.IsDown(0));
        stream.Ack();
        Assert.Equal(3, (await processing).Acked);
    }

    /// <summary>Its connection stands, or is replaced again and again; what it says never comes.</summary>
    [Fact]
    public async Task ProcessAsync_NoAckCameInAnEarlierBatch_WaitsForTheGraceOnly()
    {
        await using var rig = StartRig();
        _gate.SetResult();
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = stream.Table != TestPlans.Table;
        await OpenHealthyAsync(rig);
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

    /// <summary>
    /// A restart of the service ends all connections. A table that nobody needs does not get one, which does not show that the
    /// service works.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ProcessAsync_NobodyNeedsTheOtherTableSinceItsConnectionWasLost_WaitsUntilItsDeadline(bool hasEnded)
    {
        await using var rig = StartRig();
        _gate.SetResult();
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = stream.Table != TestPlans.Table;
        await rig.StartAsync(Healthy("a"));
        await rig.TimeOutAsync(Down("x"));
        if (hasEnded) rig.Streams.Opened[0].Fail(FakeStreams.Error(ZerobusErrorCode.NoProgress));
        else rig.Streams.Opened[0].IsConnected = false;

        var processing = rig.StartAsync(Down("y"));
        var stream = rig.Streams.Opened[1];
        foreach (var time in (TimeSpan[])[TableStreams.Grace, BatchChanges.PollInterval])
        {
            var looks = stream.AwaitedReads;
            rig.Clock.Advance(time);
            await Eventually.HoldsAsync(() => stream.AwaitedReads > looks);
        }
        Assert.False(processing.IsCompleted);
        stream.Ack();

        Assert.Equal(1, (await processing).Acked);
    }

    [Fact]
    public async Task ProcessAsync_TheBatchDoesNotWaitForATable_SaysSo()
    {
        await using var rig = StartRig();
        _gate.SetResult();
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = stream.Table != TestPlans.Table;
        await OpenHealthyAsync(rig);
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

    /// <summary>Each message counts for one reason.</summary>
    [Fact]
    public async Task ProcessAsync_TheDeadlinePassesWhileRowsAreGivenUp_CountsEachMessageOnce()
    {
        await using var rig = StartRig();
        _gate.SetResult();
        rig.Streams.Prepare = (stream, _) =>
        {
            stream.HoldsAcks = stream.Table != TestPlans.Table;
            if (!stream.HoldsAcks) stream.OnWrite = _ => rig.Clock.Advance(TableStreams.Grace);
        };
        await OpenHealthyAsync(rig);
        await rig.TimeOutAsync(Down("x"));
        var stream = rig.Streams.Opened[1];
        stream.OnIsSettled = _ =>
        {
            if (stream.GivenUp.Count == 2) rig.Clock.Advance(BatchTime);
        };

        var result = await rig.StartAsync(Down("y"), Down("z"), Healthy("a"));

        Assert.Equal((1, 2), (result.Acked, result.Failed));
        rig.AssertLogged(2113, "returned to the queue for this reason: 1");
        // Of the first batch, and of the second.
        rig.AssertLogged(2112, "returned to the queue for this reason: 1", times: 2);
    }

    /// <summary>It is not known what it waits for, so that it may wait for the table that is down.</summary>
    [Fact]
    public async Task ProcessAsync_SentByAnInvocationThatGoesOn_WaitsForTheGraceOnly()
    {
        await using var rig = StartRig();
        _gate.SetResult();
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;
        await rig.TimeOutAsync(Down("x"));
        var other = rig.StartAsync(rig.CreateProcessor(), Healthy("a"));

        await AssertWaitsForTheGraceAsync(rig, Healthy("a"));

        Assert.False(other.IsCompleted);
        rig.AssertLogged(2113, "main.raw.copies");
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
        await OpenHealthyAsync(rig);
        await rig.TimeOutAsync(Fifo("x", "g", "2"), Fifo("y", "g", "2"));

        await AssertWaitsForTheGraceAsync(rig, Fifo("x", "g", "2"), Fifo("y", "g", "2"));
    }

    /// <summary>
    /// It waits for the others before its table is asked for. By then, the time of another table that is down may be up, and its
    /// own table has not had any.
    /// </summary>
    [Fact]
    public async Task ProcessAsync_ASuspectedMessageBesideATableThatIsDown_ItsTableGetsItsTimeToOpen()
    {
        const string suspected = "main.raw.suspected";
        await using var rig = new PipelineRig(TestPlans.OneOf(TestPlans.Table, "main.raw.copies", suspected));
        rig.Streams.Prepare = static (stream, number) =>
        {
            stream.HoldsAcks = stream.Table == "main.raw.copies";
            if (number == 0) stream.RefuseAck = static _ => FakeStreams.Error(ZerobusErrorCode.RecordSuspected);
        };
        await rig.StartAsync(Message("s", "3"));
        rig.Streams.Opened[0].Fail(FakeStreams.Error(ZerobusErrorCode.NoProgress));
        rig.Streams.RefuseOpen = table => table.Name == suspected ? FakeStreams.Error(ZerobusErrorCode.ConnectionFailed) : null;
        await Assert.ThrowsAsync<ZerobusException>(() => rig.Tables.GetAsync(2, CancellationToken.None));
        await OpenHealthyAsync(rig);
        await rig.TimeOutAsync(Down("x"));
        // Its table has recovered, and opens as soon as somebody asks for it.
        rig.Streams.RefuseOpen = static _ => null;
        var asked = new TaskCompletionSource();
        rig.Streams.BeforeOpen = _ =>
        {
            asked.TrySetResult();
            return _gate.Task;
        };

        var processing = rig.StartAsync(Down("y"), Message("s", "3"));
        rig.Clock.Advance(TableStreams.Grace);
        await asked.Task.WaitAsync(Eventually.Patience);
        _gate.SetResult();
        await rig.RunAsync(processing);

        Assert.Equal(["y"], rig.FailedIds);
    }

    // One table opens at once, the other one with the gate.
    private PipelineRig StartRig()
    {
        var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.BeforeOpen = table => table.Name == TestPlans.Table ? Task.CompletedTask : _gate.Task;
        return rig;
    }

    // As at the start of the function.
    private static Task<ITableStream> OpenHealthyAsync(PipelineRig rig) => rig.Tables.GetAsync(0, CancellationToken.None);

    private static async Task AssertWaitsForTheGraceAsync(PipelineRig rig, params string[] messages)
    {
        var started = rig.Clock.GetUtcNow();
        var processing = rig.StartAsync(messages);
        rig.Clock.Advance(TableStreams.Grace - Step);
        Assert.False(processing.IsCompleted);
        Assert.Equal(messages.Length, (await rig.RunAsync(processing)).Failed);
        Assert.InRange(rig.Clock.GetUtcNow() - started, TableStreams.Grace, BatchTime / 2);
    }
}
