using SqsIngestor.Zerobus.Recovery;

namespace SqsIngestor.Tests.Zerobus.Recovery;

public sealed class AckDeadlineTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly AckDeadline _deadline = new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1));

    [Fact]
    public void IsOver_WaitingForTheTimeout_IsOver()
    {
        _deadline.Start(Start, TimeSpan.Zero, suspect: false);
        Assert.False(Look(59.9, waitingSince: 0, steps: 240));
        Assert.True(Look(60, waitingSince: 0));
    }

    [Fact]
    public void IsOver_ProgressMovedTheStart_IsNotOver()
    {
        _deadline.Start(Start, TimeSpan.Zero, suspect: false);
        Assert.False(Look(60, waitingSince: 30, steps: 240));
        Assert.True(Look(90, waitingSince: 30, steps: 120));
    }

    [Fact]
    public void IsOver_LateLook_GivesAShortTermInsteadOfCondemning()
    {
        _deadline.Start(Start, TimeSpan.Zero, suspect: false);
        Assert.False(Look(3600, waitingSince: 0));
        Assert.False(Look(3600.9, waitingSince: 0));
        Assert.True(Look(3601, waitingSince: 0));
    }

    [Fact]
    public void IsOver_LateLookThenProgress_IsBackToNormal()
    {
        _deadline.Start(Start, TimeSpan.Zero, suspect: false);
        Assert.False(Look(3600, waitingSince: 0));
        _deadline.Progress();
        Assert.False(Look(3601.5, waitingSince: 3600.1));
    }

    [Fact]
    public void IsOver_SuspectAfterALongSilence_IsOverAfterTheShortTerm()
    {
        _deadline.Start(Start, TimeSpan.Zero, suspect: true);
        Assert.False(Look(0.9, waitingSince: 0));
        Assert.True(Look(1, waitingSince: 0));
    }

    [Fact]
    public void IsOver_WallClockSetBack_ChangesNothing()
    {
        _deadline.Start(Start, TimeSpan.Zero, suspect: false);
        Assert.False(_deadline.IsOver(Start.AddHours(-1), TimeSpan.FromSeconds(0.25), TimeSpan.Zero));
    }

    private double _at;

    private bool Look(double at, double waitingSince, int steps = 1)
    {
        var (from, over) = (_at, false);
        for (var i = 1; i <= steps; i++)
        {
            _at = from + ((at - from) * i / steps);
            over = _deadline.IsOver(Start.AddSeconds(_at), TimeSpan.FromSeconds(_at), TimeSpan.FromSeconds(waitingSince));
        }

        return over;
    }
}
