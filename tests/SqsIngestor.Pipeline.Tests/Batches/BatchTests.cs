using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Tests.Fakes;
using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Batches;

public sealed class BatchTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Before the deadline, it was not sent because another one failed.</summary>
    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    public void IsOutOfTime_NotSent_OnlyAtTheDeadline(int ticks, bool isOutOfTime)
    {
        var batch = Begin();
        Assert.Equal(isOutOfTime, batch.IsOutOfTime(0, Start + BatchTime + TimeSpan.FromTicks(ticks)));
    }

    [Fact]
    public void IsOutOfTime_AtFault_IsFalseAlsoAfterTheDeadline()
    {
        var batch = Begin();
        batch.Messages.Refused(0);
        Assert.False(batch.IsOutOfTime(0, Start + 2 * BatchTime));
    }

    private static Batch Begin()
    {
        var batch = new Batch();
        batch.Begin(TestPlans.One(), [], new BatchDeadline(Start + BatchTime, CancellationToken.None), Start);
        batch.Messages.Add(default, 1, 1, default);
        return batch;
    }
}
