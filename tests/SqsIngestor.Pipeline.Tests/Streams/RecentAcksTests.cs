using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests.Streams;

public sealed class RecentAcksTests
{
    private readonly QuietClock _clock = new();

    [Theory]
    [InlineData(0, 5)]
    [InlineData(59, 5)]
    [InlineData(60, 3)]
    [InlineData(89, 3)]
    [InlineData(90, 0)]
    [InlineData(1000, 0)]
    public void Count_SomeTimeLater_HasThoseOfTheLastMinute(int seconds, int count)
    {
        var acks = new RecentAcks(_clock);
        acks.Add(2);
        _clock.Advance(TimeSpan.FromSeconds(30));
        acks.Add(1);
        acks.Add(2);
        _clock.Advance(TimeSpan.FromSeconds(Math.Max(0, seconds - 30)));
        Assert.Equal(count, acks.Count);
    }

    [Fact]
    public void Count_OneInEachSecond_StaysAtAMinute()
    {
        _clock.Advance(TimeSpan.FromHours(1));
        var acks = new RecentAcks(_clock);
        for (var second = 0; second < 500; second++)
        {
            acks.Add(1);
            Assert.Equal(Math.Min(second + 1, 60), acks.Count);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(30, acks.Count);
    }
}
