using SqsIngestor.Pipeline.Batches;

namespace SqsIngestor.Pipeline.Tests.Batches;

public class AckLatenciesTests
{
    [Fact]
    public void Summarize_Nothing_IsZero() => Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), new AckLatencies().Summarize());

    [Fact]
    public void Summarize_ManyInAnyOrder_GivesMedianAndMax()
    {
        var latencies = new AckLatencies();
        foreach (var milliseconds in Enumerable.Range(1, 101).Reverse()) latencies.Add(TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal((TimeSpan.FromMilliseconds(51), TimeSpan.FromMilliseconds(101)), latencies.Summarize());
        latencies.Clear();
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), latencies.Summarize());
    }

    [Fact]
    public void Summarize_AMillion_IsCloseToTheMedianAndExactAtTheMax()
    {
        var latencies = new AckLatencies();
        for (var i = 1; i <= 1_000_000; i++) latencies.Add(TimeSpan.FromTicks(i));

        var (median, max) = latencies.Summarize();
        Assert.InRange(median.Ticks, 499_000, 501_000);
        Assert.Equal(1_000_000, max.Ticks);
    }
}
