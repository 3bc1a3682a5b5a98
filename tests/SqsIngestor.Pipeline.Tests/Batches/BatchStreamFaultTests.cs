using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Zerobus;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>Streams that do not open or that fail: the batch goes back to the queue without a loss.</summary>
public sealed class BatchStreamFaultTests
{
    [Fact]
    public async Task ProcessAsync_TwoTablesAndOneIsDown_FailsTheMessageWithoutCountingItsRow()
    {
        await using var rig = new PipelineRig(TestPlans.Two());
        rig.Streams.RefuseOpen = static t =>
            t.Name == TestPlans.Table ? null : FakeStreams.Error(ZerobusErrorCode.ConnectionFailed);

        var result = await rig.TimeOutAsync(Message("a"));

        Assert.Equal((0, 1, 0), (result.Acked, result.Failed, result.Rows));
    }

    /// <summary>The first delivery has other rows than the second, so what was durable at an index says nothing.</summary>
    [Fact]
    public async Task ProcessAsync_NextDeliveryHasOtherRows_SendsThemAll()
    {
        await using var rig = new PipelineRig(TestPlans.FirstReceiveOnly());
        var refusals = 2;
        rig.Streams.Prepare = (stream, _) => stream.RefuseAck = _ =>
            stream.Table != TestPlans.Table && refusals-- > 0 ? FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn) : null;

        Assert.Equal(1, (await rig.StartAsync(Message("a", receives: 1))).Failed);
        refusals = 0;
        var result = await rig.StartAsync(Message("a", receives: 2));

        Assert.Equal((1, 1), (result.Acked, result.Rows));
        Assert.Equal(2, rig.Streams.Opened.Single(static s => s.Table != TestPlans.Table).Written);
    }

    /// <summary>What the second attempt of a batch finds out is remembered.</summary>
    [Fact]
    public async Task ProcessAsync_SentOnceMoreAndRefused_IsSuspectedInTheNextDelivery()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) => stream.RefuseAck = static offset =>
            FakeStreams.Error(offset == 0 ? ZerobusErrorCode.NoProgress : ZerobusErrorCode.RecordRefused);

        Assert.Equal(1, (await rig.StartAsync(Message("a"))).Failed);
        Assert.Equal(2, (await rig.StartAsync(Message("a"), Message("b"))).Failed);

        Assert.Contains("a", Assert.Single(rig.Streams.Opened).Rows[^1], StringComparison.Ordinal);
    }

    /// <summary>A row of a standard queue is withdrawn because its time is up.</summary>
    [Fact]
    public async Task ProcessAsync_RowIsWithdrawn_SaysThatTheTimeIsUp()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) =>
            stream.RefuseAck = static _ => FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn);

        Assert.Equal(1, (await rig.StartAsync(Message("a"))).Failed);

        rig.AssertLogged(2114, "Message a");
        rig.AssertLogged(2103, "", times: 0);
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
        rig.AssertLogged(2110, "Cannot open a stream to main.raw.numbers");
    }

    [Fact]
    public async Task ProcessAsync_StreamDownAndARecordAtFault_DoesNotFailTheInvocation()
    {
        await using var rig = new PipelineRig();
        rig.Streams.RefuseOpen = static _ => FakeStreams.Error(ZerobusErrorCode.ConnectionFailed);

        var result = await rig.TimeOutAsync(Message("a"), Message("b", "x"));

        Assert.Equal(2, result.Failed);
        Assert.Null(result.Failure);
    }

    [Fact]
    public async Task ProcessAsync_TheOnlyTableDoesNotOpenForAMoment_IsAskedForAgain()
    {
        await using var rig = new PipelineRig();
        var failures = 3;
        rig.Streams.RefuseOpen = _ => failures-- > 0 ? FakeStreams.Error(ZerobusErrorCode.ConnectionFailed) : null;

        var processing = rig.StartAsync(Message("a"), Message("b"));
        Assert.False(processing.IsCompleted);
        var result = await rig.RunAsync(processing);

        Assert.Equal((2, 0), (result.Acked, result.Failed));
    }

    /// <summary>Nothing is opened in a hurry, and the error says why the table did not open.</summary>
    [Fact]
    public async Task ProcessAsync_TheOnlyTableDoesNotOpenUntilTheDeadline_IsAskedForNowAndThen()
    {
        await using var rig = new PipelineRig();
        var opens = 0;
        rig.Streams.RefuseOpen = _ =>
        {
            Interlocked.Increment(ref opens);
            return FakeStreams.Error(ZerobusErrorCode.ConnectionFailed);
        };

        var processing = rig.StartAsync(Message("a"), Message("b"));
        var result = await rig.RunAsync(processing);

        Assert.Equal(2, result.Failed);
        var error = Assert.IsType<ZerobusException>(result.Failure!.InnerException);
        Assert.Equal(ZerobusErrorCode.ConnectionFailed, error.Code);
        Assert.InRange(opens, 2, (int)(BatchTime / BatchStreams.OpenPause));
    }

    [Fact]
    public async Task ProcessAsync_TheServiceAsksToWaitLongerThanTheBatch_IsNotAskedForAgain()
    {
        await using var rig = new PipelineRig();
        rig.Streams.RefuseOpen = static _ =>
            new ZerobusException(ZerobusErrorCode.OpenFailed, "It broke.") { RetryAfter = BatchTime };

        Assert.Equal(1, (await rig.StartAsync(Message("a"))).Failed);
    }

    [Fact]
    public async Task ProcessAsync_OneOfSeveralTablesDoesNotOpenForAMoment_HoldsUpTheOthersForTheGraceAtMost()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        rig.Streams.RefuseOpen = static table =>
            table.Name == TestPlans.Table ? FakeStreams.Error(ZerobusErrorCode.ConnectionFailed) : null;

        var processing = rig.StartAsync(Message("x", "1"), Message("a", "2"));
        Assert.False(processing.IsCompleted);
        var started = rig.Clock.GetUtcNow();
        var result = await rig.RunAsync(processing);

        Assert.Equal((1, 1), (result.Acked, result.Failed));
        Assert.InRange(rig.Clock.GetUtcNow() - started, TableStreams.Grace, BatchTime / 2);
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
        rig.AssertLogged(2111, "The stream to main.raw.numbers failed");
    }

    [Fact]
    public async Task ProcessAsync_ReplacedStreamFailsToo_ReturnsTheRest()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, _) => stream.RefuseWrite = offset =>
            offset == 1 ? FakeStreams.Error(ZerobusErrorCode.StreamFailed) : null;

        var result = await rig.StartAsync(Message("a"), Message("b"), Message("c"), Message("d"));

        Assert.Equal((2, 2), (result.Acked, result.Failed));
        Assert.Equal(["b", "d"], rig.FailedIds);
        Assert.Equal(2, rig.Streams.Opened.Count);
        Assert.Equal(0, (await rig.StartAsync(Message("c"))).Failed);
    }

    [Fact]
    public async Task ProcessAsync_EveryStreamFailsBeforeTheAcks_ReturnsTheMessagesAndSendsThemAgainNextTime()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, number) =>
        {
            if (number < 2) stream.RefuseAck = static _ => FakeStreams.Error(ZerobusErrorCode.NoProgress);
        };
        var failed = await rig.StartAsync(Message("a"), Message("b"));
        rig.Streams.Opened[^1].Fail(FakeStreams.Error(ZerobusErrorCode.NoProgress));
        rig.Streams.Prepare = static (_, _) => { };
        var again = await rig.StartAsync(Message("a"), Message("b"));

        Assert.Equal((2, "Function.ZerobusUnavailable"), (failed.Failed, failed.Failure!.ErrorType));
        Assert.Equal((2, 0), (again.Acked, again.Deduplicated));
    }

    [Fact]
    public async Task ProcessAsync_StreamFails_ItsMessagesAreSentAgainInTheSameBatch()
    {
        await using var rig = new PipelineRig();
        rig.Streams.Prepare = static (stream, number) => stream.HoldsAcks = number == 0;
        var processing = rig.StartAsync(Message("a"), Message("b"));

        rig.Streams.Opened[0].Fail(FakeStreams.Error(ZerobusErrorCode.NoProgress));
        var result = await processing;

        Assert.Equal((2, 0), (result.Acked, result.Failed));
        Assert.Equal(2, rig.Streams.Opened[1].Written);
    }

    /// <summary>The table does not count as another one that works and need not wait for it.</summary>
    [Fact]
    public async Task ProcessAsync_TheOnlyTableDoesNotReopenWhileALargeEventIsRead_IsAskedForAgain()
    {
        await using var rig = new PipelineRig();
        var readUntil = rig.Clock.GetUtcNow() + (2 * TableStreams.Grace);
        rig.Streams.Prepare = (stream, number) =>
        {
            if (number > 0) return;
            stream.RefuseWrite = static offset => offset == 1 ? FakeStreams.Error(ZerobusErrorCode.StreamFailed) : null;
            // Each message takes its time.
            stream.OnIsOpen = () =>
            {
                if (stream.Failure is not null && rig.Clock.GetUtcNow() < readUntil) rig.Clock.Advance(TableStreams.Grace / 4);
            };
        };
        rig.Streams.RefuseOpen = _ => rig.Streams.Opened.Count > 0 && rig.Clock.GetUtcNow() <= readUntil
            ? FakeStreams.Error(ZerobusErrorCode.ConnectionFailed)
            : null;

        var processing = rig.StartAsync(Enumerable.Range(0, 9).Select(static i => Message($"m{i}")));
        Assert.Equal(readUntil, rig.Clock.GetUtcNow());
        var result = await rig.RunAsync(processing);

        Assert.Equal((9, 0), (result.Acked, result.Failed));
    }
}
