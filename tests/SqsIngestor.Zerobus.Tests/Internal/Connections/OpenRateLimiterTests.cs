using CsCheck;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.Connections;

namespace SqsIngestor.Zerobus.Tests.Internal.Connections;

public sealed class OpenRateLimiterTests
{
    private readonly QuietClock _clock = new();

    [Fact]
    public void Take_AfterAQuietTime_GivesTwoFifthsAtOnceAndThenOneAfterTheOther()
    {
        var limiter = new OpenRateLimiter(100, static () => 0, _clock);

        Assert.All(Enumerable.Range(0, 40), _ => Assert.Equal(TimeSpan.Zero, limiter.Take()));
        Assert.Equal(TimeSpan.FromSeconds(1), limiter.Take());
        Assert.Equal(TimeSpan.FromSeconds(2), limiter.Take());
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(1), limiter.Take());
    }

    [Fact]
    public void Take_Jitter_LengthensAWaitByUpToATenth()
    {
        var limiter = new OpenRateLimiter(2, static () => 1, _clock);

        Assert.Equal(TimeSpan.Zero, limiter.Take());
        Assert.Equal(TimeSpan.FromSeconds(66), limiter.Take());
    }

    [Fact]
    public void Take_AnyPauses_NeverGivesMoreThanAllowedWithinAnyMinute() =>
        Gen.Select(Gen.Int[2, 200], Gen.Int[0, 5_000].Array[1, 400]).Sample(static (perMinute, pauses) =>
        {
            var clock = new QuietClock();
            var limiter = new OpenRateLimiter(perMinute, static () => 0, clock);
            var opens = new List<DateTimeOffset>();
            foreach (var pause in pauses)
            {
                clock.Advance(TimeSpan.FromMilliseconds(pause));
                opens.Add(clock.GetUtcNow() + limiter.Take());
            }

            Assert.All(opens, from => Assert.InRange(
                opens.Count(open => open >= from && open < from + TimeSpan.FromSeconds(59.9)), 0, perMinute));
        });
}
