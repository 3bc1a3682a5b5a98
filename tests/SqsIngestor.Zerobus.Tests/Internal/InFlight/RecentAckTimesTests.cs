using SqsIngestor.Zerobus.Internal.InFlight;

namespace SqsIngestor.Zerobus.Tests.Internal.InFlight;

public sealed class RecentAckTimesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Period = RecentAckTimes.Period;
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly RecentAckTimes _acks = new();

    [Fact]
    public void Slowest_NoAck_IsZero() => Assert.Equal(TimeSpan.Zero, _acks.Slowest(Start));

    [Fact]
    public void Slowest_OfSeveral_IsTheLongest()
    {
        _acks.Add(2 * Tick, Start);
        _acks.Add(3 * Tick, Start);
        _acks.Add(Tick, Start);
        Assert.Equal(3 * Tick, _acks.Slowest(Start));
    }

    /// <summary>Whatever comes after it, an ack is known for one period at least, and for two at most.</summary>
    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(0.5, 0.4)]
    [InlineData(0.99, 0.01)]
    public void Slowest_FasterAcksFollow_IsForgottenAfterOneToTwoPeriods(double at, double step)
    {
        _acks.Add(Tick, Start);
        var slow = Start + (at * Period);
        _acks.Add(2 * Tick, slow);
        for (var passed = step; step > 0 && passed < 1; passed += step) _acks.Add(Tick, slow + (passed * Period));
        Assert.Equal(2 * Tick, _acks.Slowest(slow + (0.5 * Period)));

        _acks.Add(Tick, slow + Period);
        _acks.Add(Tick, slow + (2 * Period));
        Assert.Equal(Tick, _acks.Slowest(slow + (2 * Period)));
    }

    [Fact]
    public void Slowest_NothingFollows_IsForgotten()
    {
        _acks.Add(Tick, Start);
        Assert.Equal(Tick, _acks.Slowest(Start + Period - Tick));
        Assert.Equal(TimeSpan.Zero, _acks.Slowest(Start + (2 * Period)));
    }
}
