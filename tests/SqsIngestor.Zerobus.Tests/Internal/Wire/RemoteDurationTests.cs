using CsCheck;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Tests.Internal.Wire;

public sealed class RemoteDurationTests
{
    private static readonly TimeSpan Most = TimeSpan.FromHours(1);

    [Fact]
    public void Clamp_AnyDuration_IsBetweenZeroAndTheMost() =>
        Gen.Select(Gen.OneOf(Gen.Long, Gen.Long[-10, 4000]), Gen.OneOf(Gen.Int, Gen.Int[-10, 10])).Sample((seconds, nanos) =>
        {
            var time = new RemoteDuration(seconds, nanos).Clamp(Most);
            Assert.InRange(time, TimeSpan.Zero, Most);
        });

    [Fact]
    public void Clamp_DurationInRange_IsKept() =>
        Gen.Select(Gen.Long[0, 3599], Gen.Int[0, 999_999]).Sample(static (seconds, micros) =>
        {
            var kept = new RemoteDuration(seconds, micros * 1000).Clamp(Most);
            var given = TimeSpan.FromSeconds(seconds) + TimeSpan.FromMicroseconds(micros);
            Assert.InRange(kept, given - TimeSpan.FromTicks(1), given + TimeSpan.FromTicks(1));
        });

    [Fact]
    public void Clamp_Nothing_IsZero() => Assert.Equal(TimeSpan.Zero, default(RemoteDuration).Clamp(Most));
}
