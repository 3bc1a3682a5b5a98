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
}
