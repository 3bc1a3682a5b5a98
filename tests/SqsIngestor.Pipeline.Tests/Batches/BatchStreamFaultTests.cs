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

        var result = await rig.StartAsync(Message("a"));

        Assert.Equal((0, 1, 0), (result.Acked, result.Failed, result.Rows));
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
}
