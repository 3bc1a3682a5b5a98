using SqsIngestor.Zerobus.Internal.Recovery;

namespace SqsIngestor.Zerobus.Tests.Internal.Recovery;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 250)]
    [InlineData(2, 500)]
    [InlineData(5, 4000)]
    [InlineData(7, 10_000)]
    [InlineData(int.MaxValue, 10_000)]
    public void Before_WithoutJitter_DoublesUpToTheMost(int attempt, int milliseconds)
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(10), static () => 0);
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), backoff.Before(attempt));
    }

    [Fact]
    public void Before_WithFullJitter_IsHalfTheStep()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(10), static () => 1);
        Assert.Equal(TimeSpan.FromMilliseconds(250), backoff.Before(2));
    }
}
