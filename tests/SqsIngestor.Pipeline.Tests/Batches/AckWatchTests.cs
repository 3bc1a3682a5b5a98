using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Tests.Fakes;

namespace SqsIngestor.Pipeline.Tests.Batches;

/// <summary>Which row a connection waits for in vain.</summary>
public sealed class AckWatchTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    /// <summary>Less is only slow: so is a row that takes twice as long as others.</summary>
    [Theory]
    [InlineData(60_000, 0, 4_000)]
    [InlineData(8_000, 0, 4_000)]
    [InlineData(3_000, 0, 1_500)]
    [InlineData(200, 0, 500)]
    [InlineData(3_000, 1_000, 2_000)]
    [InlineData(60_000, 3_000, 6_000)]
    public async Task IsOverdue_NoAckComes_FromThePatienceOn(int time, int slowestAck, int patience)
    {
        await using var rig = new PipelineRig();
        var (watch, stream) = await BeginAsync(rig, TimeSpan.FromMilliseconds(time));
        stream.SlowestAck = TimeSpan.FromMilliseconds(slowestAck);
        await WriteAsync(stream);
        rig.Clock.Advance(TimeSpan.FromMilliseconds(patience) - Tick);
        watch.Check();
        Assert.False(watch.IsOverdue(Row(stream, 0)));
        rig.Clock.Advance(Tick);
        watch.Check();
        Assert.True(watch.IsOverdue(Row(stream, 0)));
    }

    /// <summary>Each connection needs the time anew, and what one has shown stays.</summary>
    [Fact]
    public async Task IsOverdue_ConnectionsAreReplaced_OneMustHaveWaitedForTheWholePatience()
    {
        await using var rig = new PipelineRig();
        var (watch, stream) = await BeginAsync(rig, TimeSpan.FromMinutes(1));
        await WriteAsync(stream);
        for (var connection = 0; connection < 3; connection++)
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(3));
            watch.Check();
            stream.Reconnect();
            Assert.False(watch.IsOverdue(Row(stream, 0)));
        }
        rig.Clock.Advance(TimeSpan.FromSeconds(4));
        watch.Check();
        stream.Reconnect();
        watch.Check();
        stream.InterruptedFor = TimeSpan.FromSeconds(1);
        watch.Check();

        Assert.True(watch.IsOverdue(Row(stream, 0)));
    }

    [Fact]
    public async Task IsOverdue_TheRowBeforeWasAcked_WaitsAnew()
    {
        await using var rig = new PipelineRig();
        var (watch, stream) = await BeginAsync(rig, TimeSpan.FromMinutes(1));
        await WriteAsync(stream);
        await WriteAsync(stream);
        rig.Clock.Advance(TimeSpan.FromSeconds(4));
        watch.Check();
        Assert.False(watch.IsOverdue(Row(stream, 1)));
        stream.AckNext();
        watch.Check();
        Assert.False(watch.IsOverdue(Row(stream, 1)));
        rig.Clock.Advance(TimeSpan.FromSeconds(4));
        watch.Check();
        Assert.True(watch.IsOverdue(Row(stream, 1)));

        watch.Begin();
        Assert.False(watch.IsOverdue(Row(stream, 1)));
    }

    private static SentRow Row(FakeStream stream, long offset) => new(0, 0, stream, offset, 0);

    private static async Task WriteAsync(FakeStream stream) =>
        await stream.WriteAsync(new byte[1], default, CancellationToken.None);

    private static async Task<(AckWatch Watch, FakeStream Stream)> BeginAsync(PipelineRig rig, TimeSpan time)
    {
        rig.Streams.Prepare = static (stream, _) => stream.HoldsAcks = true;
        await rig.Tables.GetAsync(0, CancellationToken.None);
        var batch = new Batch();
        var now = rig.Clock.GetUtcNow();
        batch.Begin(TestPlans.One(), [], new BatchDeadline(now + time, CancellationToken.None), now);
        batch.WrittenTables.Add(0);
        var watch = new AckWatch(batch, rig.Tables);
        watch.Begin();
        return (watch, rig.Streams.Opened[0]);
    }

    /// <summary>A process that is frozen between batches reads no acks, and sees no end of its connection.</summary>
    [Fact]
    public async Task IsOverdue_TheProcessWasFrozen_CountsFromTheNextBatch()
    {
        await using var rig = new PipelineRig();
        var (watch, stream) = await BeginAsync(rig, TimeSpan.FromMinutes(1));
        await WriteAsync(stream);
        rig.Tables.BatchBegins();
        rig.Tables.BatchEnds();

        rig.Clock.Advance(TimeSpan.FromMinutes(5));
        rig.Tables.BatchBegins();
        watch.Check();
        Assert.False(watch.IsOverdue(Row(stream, 0)));
        rig.Clock.Advance(TimeSpan.FromSeconds(4));
        watch.Check();
        Assert.True(watch.IsOverdue(Row(stream, 0)));
    }
}
