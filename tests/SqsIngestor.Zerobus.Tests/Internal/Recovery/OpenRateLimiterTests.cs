using Microsoft.Extensions.Time.Testing;
using SqsIngestor.Zerobus.Internal.Recovery;

namespace SqsIngestor.Zerobus.Tests.Internal.Recovery;

public sealed class OpenRateLimiterTests
{
    [Fact]
    public void TryTake_MoreThanTheMinuteAllows_IsRefusedUntilTheOldestIsAMinuteOld()
    {
        var clock = new FakeTimeProvider();
        var limiter = new OpenRateLimiter(2, clock);

        Assert.True(limiter.TryTake());
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(limiter.TryTake());
        Assert.False(limiter.TryTake());
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(limiter.TryTake());
        Assert.False(limiter.TryTake());
    }
}
