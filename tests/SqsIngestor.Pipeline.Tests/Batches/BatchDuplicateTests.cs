using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Zerobus;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>Messages that SQS delivers more than once.</summary>
public sealed class BatchDuplicateTests
{
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
}
