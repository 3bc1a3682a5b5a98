using SqsIngestor.Mapping.Events;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Zerobus;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

public sealed class BatchProcessorTests
{
    private static void AssertLogged(PipelineRig rig, int eventId, string text, int times = 1) =>
        Assert.Equal(times, rig.Logs.Lines.Count(
            line => line.Contains($" {eventId} ", StringComparison.Ordinal) && line.Contains(text, StringComparison.Ordinal)));

    [Fact]
    public async Task ProcessAsync_GoodMessages_AreSentOverOneStreamAndAcked()
    {
        await using var rig = new PipelineRig();

        var result = await rig.StartAsync(Message("a"), Message("b"), Message("c"));

        Assert.Equal((3, 3, 0, 3), (result.Received, result.Acked, result.Failed, result.Rows));
        Assert.Null(result.Failure);
        Assert.Empty(rig.FailedIds);
        Assert.Equal(3, Assert.Single(rig.Streams.Opened).Written);
    }

    [Fact]
    public async Task ProcessAsync_EmptyBatch_Succeeds()
    {
        await using var rig = new PipelineRig();

        var result = await rig.StartAsync();

        Assert.Equal((0, 0), (result.Received, result.Failed));
        Assert.Null(result.Failure);
        Assert.Empty(rig.Streams.Opened);
    }

    [Fact]
    public async Task ProcessAsync_NotAnSqsEvent_Throws()
    {
        await using var rig = new PipelineRig();

        await Assert.ThrowsAsync<SqsEventException>(() => rig.StartAsync("{}"));
    }

    [Fact]
    public async Task ProcessAsync_SendsEverythingBeforeItWaitsForTheFirstAck()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;

        var processing = rig.StartAsync(Message("a"), Message("b"), Message("c"));

        Assert.False(processing.IsCompleted);
        Assert.Equal(3, rig.Streams.Opened[0].Written);
        rig.Streams.Opened[0].Ack();
        Assert.Equal(3, (await processing).Acked);
    }

    [Fact]
    public async Task ProcessAsync_TwoTables_CountsAMessageOnceAndBothRows()
    {
        await using var rig = new PipelineRig(TestPlans.Two());

        var result = await rig.StartAsync(Message("a"));

        Assert.Equal((1, 2), (result.Acked, result.Rows));
        Assert.Equal(["main.raw.numbers", "main.raw.copies"], rig.Streams.Opened.Select(s => s.Table));
    }

    [Fact]
    public async Task ProcessAsync_TwoTablesAndOneIsDown_FailsTheMessageWithoutCountingItsRow()
    {
        await using var rig = new PipelineRig(TestPlans.Two());
        rig.Streams.RefuseOpen = static t =>
            t.Name == TestPlans.Table ? null : FakeStreams.Error(ZerobusErrorCode.ConnectionFailed);

        var result = await rig.StartAsync(Message("a"));

        Assert.Equal((0, 1, 0), (result.Acked, result.Failed, result.Rows));
    }

    [Fact]
    public async Task ProcessAsync_CannotBecomeARow_FailsThatMessageOnly()
    {
        await using var rig = new PipelineRig();

        var result = await rig.StartAsync(Message("a"), Message("b", "x"), Message("c"));

        Assert.Equal((2, 1), (result.Acked, result.Failed));
        Assert.Equal(["b"], rig.FailedIds);
        Assert.Null(result.Failure);
        AssertLogged(rig, 2101, "Message b (receive count 2) cannot become a row");
    }

    [Theory]
    [InlineData("on_record_error: drop", 1, 0)]
    [InlineData("on_record_error: quarantine\nquarantine: { table: main.ops.quarantine }", 0, 1)]
    public async Task ProcessAsync_SetAsideByTheMapping_Succeeds(string policy, int dropped, int quarantined)
    {
        await using var rig = new PipelineRig(TestPlans.One(policy));

        var result = await rig.StartAsync(Message("a", "x"));

        Assert.Equal((dropped, quarantined, 0, quarantined), (result.Dropped, result.Quarantined, result.Failed, result.Rows));
        AssertLogged(rig, 2104, dropped == 1 ? "is dropped" : "is quarantined");
    }

    [Fact]
    public async Task ProcessAsync_QuarantineIsDown_ReturnsTheMessage()
    {
        await using var rig = new PipelineRig(
            TestPlans.One("on_record_error: quarantine\nquarantine: { table: main.ops.quarantine }"));
        rig.Streams.RefuseOpen = static t =>
            t.Name == TestPlans.Table ? null : FakeStreams.Error(ZerobusErrorCode.ConnectionFailed);

        var result = await rig.StartAsync(Message("a", "x"));

        Assert.Equal((0, 1), (result.Quarantined, result.Failed));
        Assert.Equal("Function.ZerobusUnavailable", result.Failure!.ErrorType);
    }

    [Fact]
    public async Task ProcessAsync_RowRefusedByItsAck_FailsThatMessageOnly()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (s, _) =>
            s.RefuseAck = offset => offset == 1 ? FakeStreams.Error(ZerobusErrorCode.RecordRefused) : null;

        var result = await rig.StartAsync(Message("a"), Message("b"), Message("c"));

        Assert.Equal((2, 1), (result.Acked, result.Failed));
        Assert.Equal(["b"], rig.FailedIds);
        AssertLogged(rig, 2102, "main.raw.numbers did not accept its row (RecordRefused)");
    }

    [Fact]
    public async Task ProcessAsync_RowTooLarge_FailsThatMessageAndKeepsTheStream()
    {
        await using var rig = new PipelineRig();
        var refused = false;
        rig.Streams.Prepare = (s, _) => s.RefuseWrite = offset =>
        {
            if (offset != 1 || refused) return null;
            refused = true;
            return FakeStreams.Error(ZerobusErrorCode.RecordTooLarge);
        };

        var result = await rig.StartAsync(Message("a"), Message("b"), Message("c"));

        Assert.Equal((2, 1), (result.Acked, result.Failed));
        Assert.Equal(["b"], rig.FailedIds);
        Assert.Single(rig.Streams.Opened);
    }

    [Fact]
    public async Task ProcessAsync_OnlyRecordsAtFault_DoesNotFailTheInvocation()
    {
        await using var rig = new PipelineRig();

        var result = await rig.StartAsync(Message("a", "x"));

        Assert.Equal(1, result.Failed);
        Assert.Null(result.Failure);
    }

    [Fact]
    public async Task ProcessAsync_DeliveryReportThrow_FailsTheInvocationWithAnyMessage()
    {
        await using var rig = new PipelineRig(delivery: DeliveryReport.Throw);

        var result = await rig.StartAsync(Message("a"), Message("b", "x"));

        Assert.Equal("Function.DeliveryIncomplete", result.Failure!.ErrorType);
        Assert.Contains("1 of 2", result.Failure.Message, StringComparison.Ordinal);
        Assert.Null((await rig.StartAsync(Message("c"))).Failure);
    }

    [Fact]
    public async Task ProcessAsync_StreamDoesNotOpen_FailsEveryMessageAndAsksOnce()
    {
        await using var rig = new PipelineRig();
        var opens = 0;
        rig.Streams.RefuseOpen = _ =>
        {
            opens++;
            return FakeStreams.Error(ZerobusErrorCode.PermissionDenied);
        };

        var result = await rig.StartAsync(Message("a"), Message("b"));

        Assert.Equal((2, 1), (result.Failed, opens));
        Assert.Equal(["a", "b"], rig.FailedIds);
        Assert.Equal("Function.CredentialsInvalid", result.Failure!.ErrorType);
        AssertLogged(rig, 2110, "Cannot open a stream into main.raw.numbers");
    }

    [Fact]
    public async Task ProcessAsync_StreamDownAndARecordAtFault_DoesNotFailTheInvocation()
    {
        await using var rig = new PipelineRig();
        rig.Streams.RefuseOpen = static _ => FakeStreams.Error(ZerobusErrorCode.ConnectionFailed);

        var result = await rig.StartAsync(Message("a"), Message("b", "x"));

        Assert.Equal(2, result.Failed);
        Assert.Null(result.Failure);
    }

    [Fact]
    public async Task ProcessAsync_StreamFailsInTheMiddle_IsReplacedOnce()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, number) => stream.RefuseWrite = offset =>
            number == 0 && offset == 1 ? FakeStreams.Error(ZerobusErrorCode.StreamFailed) : null;

        var result = await rig.StartAsync(Message("a"), Message("b"), Message("c"));

        Assert.Equal((3, 0), (result.Acked, result.Failed));
        Assert.Equal([1, 2], rig.Streams.Opened.Select(s => s.Written));
        AssertLogged(rig, 2111, "The stream into main.raw.numbers failed");
    }

    [Fact]
    public async Task ProcessAsync_ReplacedStreamFailsToo_ReturnsTheRest()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) => stream.RefuseWrite = offset =>
            offset == 1 ? FakeStreams.Error(ZerobusErrorCode.StreamFailed) : null;

        var result = await rig.StartAsync(Message("a"), Message("b"), Message("c"), Message("d"));

        Assert.Equal((2, 2), (result.Acked, result.Failed));
        Assert.Equal(["c", "d"], rig.FailedIds);
        Assert.Equal(2, rig.Streams.Opened.Count);
        Assert.Equal(0, (await rig.StartAsync(Message("c"))).Failed);
    }

    [Fact]
    public async Task ProcessAsync_StreamFailsBeforeTheAcks_ReturnsTheMessagesAndSendsThemAgainNextTime()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, number) => stream.HoldsAcks = number == 0;
        var processing = rig.StartAsync(Message("a"), Message("b"));

        rig.Streams.Opened[0].Fail(FakeStreams.Error(ZerobusErrorCode.NoProgress));
        var failed = await processing;
        var again = await rig.StartAsync(Message("a"), Message("b"));

        Assert.Equal((2, "Function.ZerobusUnavailable"), (failed.Failed, failed.Failure!.ErrorType));
        Assert.Equal((2, 0), (again.Acked, again.Deduplicated));
        Assert.Equal(2, rig.Streams.Opened[1].Written);
    }

    [Fact]
    public async Task ProcessAsync_SameMessageTwiceInABatch_IsSentOnce()
    {
        await using var rig = new PipelineRig();

        var result = await rig.StartAsync(Message("a"), Message("a"), Message("b"));

        Assert.Equal((3, 2, 1, 0, 2), (result.Received, result.Acked, result.Deduplicated, result.Failed, result.Rows));
        Assert.Equal(2, rig.Streams.Opened[0].Written);
    }

    [Fact]
    public async Task ProcessAsync_SameMessageTwiceAndItFails_IsReportedOnce()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (s, _) => s.RefuseAck = static _ => FakeStreams.Error(ZerobusErrorCode.RecordRefused);

        var result = await rig.StartAsync(Message("a"), Message("a"));

        Assert.Equal((2, 0), (result.Failed, result.Deduplicated));
        Assert.Equal(["a"], rig.FailedIds);
    }

    [Fact]
    public async Task ProcessAsync_DeliveredAgainAfterItsAck_IsNotSentAgain()
    {
        await using var rig = new PipelineRig();
        await rig.StartAsync(Message("a"), Message("b", "x"));

        var result = await rig.StartAsync(Message("a"), Message("b"));

        Assert.Equal((1, 1, 0), (result.Deduplicated, result.Acked, result.Failed));
        Assert.Equal(2, rig.Streams.Opened[0].Written);
    }

    [Fact]
    public async Task ProcessAsync_NoMemory_SendsEveryDelivery()
    {
        await using var rig = new PipelineRig(window: 0);
        await rig.StartAsync(Message("a"));

        var result = await rig.StartAsync(Message("a"), Message("a"));

        Assert.Equal((2, 0), (result.Acked, result.Deduplicated));
        Assert.Equal(3, rig.Streams.Opened[0].Written);
    }

    [Fact]
    public async Task ProcessAsync_DeadlineBeforeTheAcks_ReturnsWhatIsNotDurable()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;

        var result = await rig.TimeOutAsync(Message("a"), Message("b"));

        Assert.Equal((0, 2), (result.Acked, result.Failed));
        Assert.Equal(["a", "b"], rig.FailedIds);
        Assert.Equal("Function.ZerobusUnavailable", result.Failure!.ErrorType);
        Assert.Contains("by the deadline", result.Failure.Message, StringComparison.Ordinal);
        AssertLogged(rig, 2112, "for this reason: 2");
    }

    [Fact]
    public async Task ProcessAsync_SomeAckedByTheDeadline_ReturnsOnlyTheRest()
    {
        await using var rig = new PipelineRig(TestPlans.Two());
        rig.Streams.Prepare = static (stream, number) => stream.HoldsAcks = number == 1;
        var processing = rig.StartAsync(Message("a"), Message("b"));
        Assert.False(processing.IsCompleted);

        rig.Clock.Advance(BatchTime);
        var result = await processing;

        Assert.Equal(2, result.Failed);
        rig.Streams.Opened[1].Ack();
        await SettledAsync(rig, 2);
        Assert.Equal(2, (await rig.StartAsync(Message("a"), Message("b"))).Deduplicated);
    }

    [Fact]
    public async Task ProcessAsync_PendingFromAnEarlierInvocation_WaitsForThatAckAndSendsNothing()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;
        await rig.TimeOutAsync(Message("a"));
        var processing = rig.StartAsync(Message("a"));
        Assert.False(processing.IsCompleted);

        rig.Streams.Opened[0].Ack();
        var result = await processing;

        Assert.Equal((1, 0, 0), (result.Deduplicated, result.Failed, result.Rows));
        Assert.Equal(1, rig.Streams.Opened[0].Written);
        await SettledAsync(rig, 1);
    }

    [Fact]
    public async Task ProcessAsync_PendingAndTheDeadlineAgain_ReturnsTheMessageAndSendsNothing()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;
        await rig.TimeOutAsync(Message("a"));

        var result = await rig.TimeOutAsync(Message("a"));

        Assert.Equal((1, "Function.ZerobusUnavailable"), (result.Failed, result.Failure!.ErrorType));
        Assert.Equal(1, rig.Streams.Opened[0].Written);
    }

    [Fact]
    public async Task ProcessAsync_PendingAndItsStreamFails_ReturnsTheMessageAndTheNextDeliverySendsIt()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, number) => stream.HoldsAcks = number == 0;
        await rig.TimeOutAsync(Message("a"));
        var processing = rig.StartAsync(Message("a"));

        rig.Streams.Opened[0].Fail(FakeStreams.Error(ZerobusErrorCode.AckTimedOut));
        var failed = await processing;
        var again = await rig.StartAsync(Message("a"));

        Assert.Equal((1, 0), (failed.Failed, failed.Deduplicated));
        Assert.Equal((1, 0), (again.Acked, again.Failed));
        Assert.Equal(0, rig.Memory.TakeLateAcks());
    }

    [Fact]
    public async Task ProcessAsync_DeadlineBeforeTheStart_SendsNothing()
    {
        await using var rig = new PipelineRig();
        using var passed = new CancellationTokenSource();
        await passed.CancelAsync();
        var payload = System.Text.Encoding.UTF8.GetBytes($$"""{"Records":[{{Message("a")}}]}""");

        var result = await rig.Processor.ProcessAsync(
            payload, payload.Length, new InvocationContext { IngestTime = rig.Clock.GetUtcNow() }, passed.Token);

        Assert.Equal((1, 1), (result.Received, result.Failed));
        Assert.Empty(rig.Streams.Opened);
        Assert.Equal(1, (await rig.StartAsync(Message("a"))).Acked);
    }

    [Fact]
    public async Task ProcessAsync_DeadlineWhileAWriteWaitsForRoom_ReturnsTheMessage()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) => stream.IsFull = true;

        var result = await rig.TimeOutAsync(Message("a"), Message("b"));

        Assert.Equal((2, 0), (result.Failed, rig.Streams.Opened[0].Written));
        rig.Streams.Opened[0].IsFull = false;
        Assert.Equal(2, (await rig.StartAsync(Message("a"), Message("b"))).Acked);
    }

    [Fact]
    public async Task ProcessAsync_Fifo_SettlesAMessageBeforeItSendsTheNextOfItsGroup()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;

        var processing = rig.StartAsync(Fifo("a1", "a"), Fifo("a2", "a"), Fifo("b1", "b"));

        var stream = rig.Streams.Opened[0];
        Assert.Equal(2, stream.Written);
        stream.HoldsAcks = false;
        stream.Ack();
        Assert.Equal(3, (await processing).Acked);
        Assert.Equal(3, stream.Written);
    }

    [Fact]
    public async Task ProcessAsync_FifoFailure_HoldsBackTheRestOfThatGroupOnly()
    {
        await using var rig = new PipelineRig();

        var result = await rig.StartAsync(
            Fifo("a1", "a"), Fifo("a2", "a", "x"), Fifo("b1", "b"), Fifo("a3", "a"), Fifo("b2", "b"), Fifo("a4", "a"));

        Assert.Equal((3, 3), (result.Acked, result.Failed));
        Assert.Equal(["a2", "a3", "a4"], rig.FailedIds);
        AssertLogged(rig, 2103, "is returned to the queue unsent", times: 2);
        Assert.Equal(3, (await rig.StartAsync(Fifo("a2", "a"), Fifo("a3", "a"), Fifo("a4", "a"))).Acked);
    }

    [Fact]
    public async Task ProcessAsync_FifoDeadline_HoldsBackTheRestOfTheGroup()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;

        var result = await rig.TimeOutAsync(Fifo("a1", "a"), Fifo("a2", "a"));

        Assert.Equal(2, result.Failed);
        Assert.Equal(1, rig.Streams.Opened[0].Written);
    }

    [Fact]
    public async Task ProcessAsync_FifoDuplicate_SharesTheOutcomeOfTheFirst()
    {
        await using var rig = new PipelineRig();

        var result = await rig.StartAsync(Fifo("a1", "a"), Fifo("a1", "a"), Fifo("a2", "a"));

        Assert.Equal((2, 1, 0), (result.Acked, result.Deduplicated, result.Failed));
    }

    [Fact]
    public async Task ProcessAsync_Numbers_AreThoseOfTheBatch()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;
        var processing = rig.StartAsync(Message("a"), Message("b", "x"));
        rig.Clock.Advance(TimeSpan.FromMilliseconds(40));
        rig.Streams.Opened[0].Ack();

        var result = await processing;

        Assert.Equal((2, 1, 1, 1), (result.Received, result.Acked, result.Failed, result.Rows));
        Assert.Equal(TimeSpan.FromMilliseconds(40), result.AckLatencyMax);
        Assert.Equal(TimeSpan.FromMilliseconds(40), result.AckLatencyMedian);
        Assert.Equal(TimeSpan.Zero, result.EncodeTime);
        Assert.True(result.Bytes > 0);
        Assert.Equal((0, 0L), (await NothingAsync(rig)));
    }

    private static async Task<(int Rows, long Bytes)> NothingAsync(PipelineRig rig)
    {
        var result = await rig.StartAsync();
        return (result.Rows, result.Bytes);
    }

    /// <summary>Waits until the memory has learned of acks that came after the deadline.</summary>
    private static async Task SettledAsync(PipelineRig rig, int messages)
    {
        var late = 0;
        await SqsIngestor.Tests.Shared.Eventually.HoldsAsync(() => (late += rig.Memory.TakeLateAcks()) == messages);
    }
}
