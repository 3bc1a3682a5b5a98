using SqsIngestor.Mapping.Events;
using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Tests.Fakes;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>What the processor does with batches in which nothing goes wrong.</summary>
public sealed class BatchProcessorTests
{
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

    /// <summary>What a batch that broke has left waiting is not sent by the next one.</summary>
    [Fact]
    public async Task ProcessAsync_AfterABatchThatBroke_SendsItsOwnMessagesOnly()
    {
        await using var rig = new PipelineRig(TestPlans.Either());
        var gate = new TaskCompletionSource();
        rig.Streams.BeforeOpen = table => table.Name == TestPlans.Table ? gate.Task : Task.CompletedTask;
        rig.Streams.Prepare = static (stream, number) => stream.HoldsAcks = number == 0;
        var broken = rig.StartAsync(Message("x"), Message("y"), Message("held", "2"));
        var stream = rig.Streams.Opened.Single();
        stream.OnIsSettled = static _ => throw new NotSupportedException();
        rig.Clock.Advance(BatchChanges.PollInterval);
        await Assert.ThrowsAsync<NotSupportedException>(() => broken);

        (stream.OnIsSettled, stream.HoldsAcks) = (static _ => { }, false);
        stream.Ack();
        var result = await rig.StartAsync(Message("a", "2"));

        Assert.Equal((1, 1), (result.Received, result.Acked));
        Assert.Equal(2, stream.Written);
        gate.SetResult();
        Assert.Equal(1, (await rig.StartAsync(Message("x"))).Acked);
    }
}
