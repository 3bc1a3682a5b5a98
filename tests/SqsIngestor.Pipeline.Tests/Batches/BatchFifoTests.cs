using SqsIngestor.Pipeline.Tests.Fakes;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>Batches of a FIFO queue.</summary>
public sealed class BatchFifoTests
{
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
        rig.AssertLogged(2103, "is returned to the queue unsent", times: 2);
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
}
