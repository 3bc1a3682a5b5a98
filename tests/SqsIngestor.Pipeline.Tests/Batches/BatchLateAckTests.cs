using SqsIngestor.Pipeline.Tests.Fakes;
using SqsIngestor.Zerobus;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>Acks that come after their row was given up, in the same batch or after it.</summary>
public sealed class BatchLateAckTests
{
    /// <summary>Its ack was only slow, and comes before the batch is reported.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ProcessAsync_AfterTheGiveUpAcksCome_EveryMessageSucceeds(bool isFifo)
    {
        await using var rig = new PipelineRig();
        AckWhenGivenUp(rig, static stream => stream.Ack());
        string[] messages = isFifo
            ? [Fifo("x", "a"), Fifo("y", "a"), Fifo("b", "b"), Fifo("z", "a")]
            : [Message("x"), Message("y"), Message("b"), Message("x")];

        var result = await rig.RunAsync(rig.StartAsync(messages));

        Assert.Equal([0L], rig.Streams.Opened[0].GivenUp);
        Assert.Equal((0, isFifo ? 4 : 3), (result.Failed, result.Rows));
        Assert.Equal((4, 0), (result.Acked + result.Deduplicated, rig.Memory.TakeLateAcks()));
        Assert.Equal(4, (await rig.StartAsync(messages)).Deduplicated);
    }

    /// <summary>What is behind it in its group must not be reported before it.</summary>
    [Fact]
    public async Task ProcessAsync_AfterTheGiveUpOnlyRowsBehindItAreAcked_ReturnsItsGroup()
    {
        await using var rig = new PipelineRig();
        AckWhenGivenUp(rig, static stream =>
        {
            stream.Refuse(0, FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn));
            stream.Ack();
        });

        var result = await rig.RunAsync(rig.StartAsync(Fifo("x", "a"), Fifo("y", "a"), Fifo("b", "b")));

        Assert.Equal(1, result.Acked);
        Assert.Equal(["x", "y"], rig.FailedIds);
        Assert.Equal(1, rig.Memory.TakeLateAcks());
    }

    /// <summary>Then it is reported as failed, and another process may send it again.</summary>
    [Fact]
    public async Task ProcessAsync_AfterTheBatchTheAckComes_IsLate()
    {
        await using var rig = new PipelineRig();
        AckWhenGivenUp(rig, static stream =>
        {
            for (var row = 1; row < stream.Written; row++) stream.AckAt(row);
        });
        var result = await rig.RunAsync(rig.StartAsync(Message("x"), Message("y")));
        Assert.Equal((1, 1), (result.Acked, result.Failed));

        rig.Streams.Opened[0].Ack();

        Assert.Equal(1, (await rig.StartAsync(Message("x"))).Deduplicated);
        Assert.Equal(1, rig.Memory.TakeLateAcks());
    }

    // The connection is not replaced.
    private static void AckWhenGivenUp(PipelineRig rig, Action<FakeStream> ack) => rig.Streams.Prepare = (stream, _) =>
    {
        stream.HoldsAcks = true;
        stream.OnRenew = () =>
        {
            if (stream.GivenUp.Count > 0) ack(stream);
        };
    };
}
