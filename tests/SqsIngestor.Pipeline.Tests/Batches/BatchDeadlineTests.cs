using System.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Zerobus;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>Batches that reach their deadline, and what the next delivery makes of them.</summary>
public sealed class BatchDeadlineTests
{
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
        rig.AssertLogged(2112, "for this reason: 2");
    }

    /// <summary>The encoder measures its time, so the deadline passes after everything else has looked at it.</summary>
    [Fact]
    public async Task ProcessAsync_DeadlineWhileAMessageIsEncoded_ReturnsItUnsent()
    {
        await using var rig = new PipelineRig(TestPlans.Exploding());
        rig.Clock.Measuring = () =>
        {
            if (!new StackTrace().GetFrames().Any(static frame => frame.GetMethod()?.DeclaringType == typeof(MessageEncoder)))
                return;
            rig.Clock.Measuring = null;
            rig.Clock.Advance(BatchTime);
        };

        var result = await rig.StartAsync(Message("a", "[1,2,3]"), Message("b"));

        Assert.Equal((0, 2, 0), (result.Acked, result.Failed, result.Rows));
        Assert.Equal(["a", "b"], rig.FailedIds);
        rig.AssertLogged(2107, "", times: 0);
        Assert.Equal(2, (await rig.StartAsync(Message("a", "[1,2,3]"), Message("b"))).Acked);
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
    public async Task ProcessAsync_PendingAndItsStreamFails_SendsTheMessageAtOnce()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, number) => stream.HoldsAcks = number == 0;
        await rig.TimeOutAsync(Message("a"));
        var processing = rig.StartAsync(Message("a"));

        rig.Streams.Opened[0].Fail(FakeStreams.Error(ZerobusErrorCode.AckTimedOut));
        var result = await processing;

        Assert.Equal((1, 0, 0), (result.Acked, result.Failed, result.Deduplicated));
        Assert.Equal([1, 1], rig.Streams.Opened.Select(static stream => stream.Written));
        Assert.Equal(0, rig.Memory.TakeLateAcks());
    }

    [Fact]
    public async Task ProcessAsync_FifoPendingAndItsStreamFails_SendsTheGroupInOrder()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, number) => stream.HoldsAcks = number == 0;
        await rig.TimeOutAsync(Fifo("a1", "a"));
        var processing = rig.StartAsync(Fifo("a1", "a"), Fifo("a2", "a"));

        rig.Streams.Opened[0].Fail(FakeStreams.Error(ZerobusErrorCode.AckTimedOut));

        var result = await processing;
        Assert.Equal((2, 0), (result.Acked, result.Failed));
        Assert.Equal([1, 2], rig.Streams.Opened.Select(static stream => stream.Written));
    }

    [Fact]
    public async Task ProcessAsync_FifoLastMessageIsPendingAndItsStreamFails_IsSent()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, number) => stream.HoldsAcks = number == 0;
        await rig.TimeOutAsync(Fifo("a1", "a"));
        var processing = rig.StartAsync(Fifo("a1", "a"));

        rig.Streams.Opened[0].Fail(FakeStreams.Error(ZerobusErrorCode.AckTimedOut));

        Assert.Equal(1, (await processing).Acked);
    }

    [Fact]
    public async Task ProcessAsync_DeadlineBeforeTheStart_SendsNothing()
    {
        await using var rig = new PipelineRig();
        using var passed = new CancellationTokenSource();
        await passed.CancelAsync();
        var payload = System.Text.Encoding.UTF8.GetBytes($$"""{"Records":[{{Message("a")}}]}""");

        var result = await rig.Processor.ProcessAsync(
            payload, payload.Length, new InvocationContext { IngestTime = rig.Clock.GetUtcNow() },
            new BatchDeadline(rig.Clock.GetUtcNow(), passed.Token));

        Assert.Equal((1, 1), (result.Received, result.Failed));
        Assert.Empty(rig.Streams.Opened);
        Assert.Equal(1, (await rig.StartAsync(Message("a"))).Acked);
    }

    [Fact]
    public async Task ProcessAsync_DeadlineWhileAWriteWaitsForRoom_ReturnsTheMessage()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) => stream.IsFull = true;

        // A batch that waits for room checks nothing.
        var processing = rig.StartAsync(Message("a"), Message("b"));
        rig.Clock.Advance(rig.Time);

        Assert.Equal((2, 0), ((await processing).Failed, rig.Streams.Opened[0].Written));
        rig.Streams.Opened[0].IsFull = false;
        Assert.Equal(2, (await rig.StartAsync(Message("a"), Message("b"))).Acked);
    }

    [Fact]
    public async Task ProcessAsync_LateAckOfAMessageThatWasSentInPart_DoesNotMakeItDone()
    {
        await using var rig = new PipelineRig(TestPlans.Two());
        rig.Streams.Prepare = static (stream, number) => (stream.HoldsAcks, stream.IsFull) = (number == 0, number == 1);
        var processing = rig.StartAsync(Message("a"));
        rig.Clock.Advance(TableStreams.Grace);
        rig.Clock.Advance(BatchTime);
        Assert.Equal(1, (await processing).Failed);

        rig.Streams.Opened[0].Ack();
        rig.Streams.Opened[1].IsFull = false;
        var result = await rig.StartAsync(Message("a"));

        Assert.Equal((1, 0), (result.Acked, result.Deduplicated));
        Assert.Equal([1, 1], rig.Streams.Opened.Select(static stream => stream.Written));
    }

    [Fact]
    public async Task ProcessAsync_DeadlineWithinTheLookForAnAck_IsReported()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = (stream, _) => (stream.HoldsAcks, stream.OnWait) = (true, () => rig.Clock.Advance(BatchTime));

        var result = await rig.StartAsync(Message("a"), Message("b"));

        Assert.Equal(2, result.Failed);
    }

    /// <summary>Waits until the memory has learned of acks that came after the deadline.</summary>
    private static async Task SettledAsync(PipelineRig rig, int messages)
    {
        var late = 0;
        await SqsIngestor.Tests.Shared.Eventually.HoldsAsync(() => (late += rig.Memory.TakeLateAcks()) == messages);
    }
}
