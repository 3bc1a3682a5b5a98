using SqsIngestor.Zerobus.Internal.Connections;

namespace SqsIngestor.Zerobus.Tests.Internal.Connections;

public sealed class AckDeadlineTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly AckDeadline _deadline = new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1));
    private double _at;

    [Fact]
    public void HasPassed_WaitingForTheTimeout_IsOver()
    {
        _deadline.Start(Start, TimeSpan.Zero);
        Assert.False(CheckAt(59.9, waitingSince: 0, steps: 240));
        Assert.True(CheckAt(60, waitingSince: 0));
    }

    [Fact]
    public void ShouldAsk_TheTimeIsOverSoon_OnceForEachWait()
    {
        _deadline.Start(Start, TimeSpan.Zero);
        Assert.False(ShouldAsk(58.9, waitingSince: 0));
        Assert.False(_deadline.WasAsked(TimeSpan.Zero));
        Assert.True(ShouldAsk(59, waitingSince: 0));
        Assert.False(ShouldAsk(59.5, waitingSince: 0));
        Assert.True(_deadline.WasAsked(TimeSpan.Zero));
        Assert.False(_deadline.WasAsked(TimeSpan.FromSeconds(59.6)));
        Assert.True(ShouldAsk(118.6, waitingSince: 59.6));
    }

    /// <summary>A connection that must prove itself was asked already, and its answer decides.</summary>
    [Fact]
    public void ShouldAsk_Suspect_IsFalse()
    {
        _deadline.Start(Start, TimeSpan.Zero);
        _deadline.Suspect(TimeSpan.Zero, TimeSpan.Zero);
        Assert.False(ShouldAsk(59, waitingSince: 0));
        Assert.False(_deadline.WasAsked(TimeSpan.Zero));
    }

    private bool ShouldAsk(double now, double waitingSince) =>
        _deadline.ShouldAsk(TimeSpan.FromSeconds(now), TimeSpan.FromSeconds(waitingSince));

    [Fact]
    public void HasPassed_ProgressMovedTheStart_IsNotOver()
    {
        _deadline.Start(Start, TimeSpan.Zero);
        Assert.False(CheckAt(60, waitingSince: 30, steps: 240));
        Assert.True(CheckAt(90, waitingSince: 30, steps: 120));
    }

    [Fact]
    public void HasPassed_ProcessStoodStill_GivesAShortTermInsteadOfCondemning()
    {
        _deadline.Start(Start, TimeSpan.Zero);
        Assert.False(CheckAt(3600, waitingSince: 0));
        Assert.False(CheckAt(3600.9, waitingSince: 0));
        Assert.True(CheckAt(3601, waitingSince: 0));
    }

    [Fact]
    public void HasPassed_AckOfSomethingSentAfterTheFreeze_IsBackToNormal()
    {
        _deadline.Start(Start, TimeSpan.Zero);
        Assert.False(CheckAt(3600, waitingSince: 0));
        Progress(3600.3, sentAt: 3600.1);
        Assert.False(CheckAt(3602, waitingSince: 3600.3, steps: 8));
    }

    [Fact]
    public void HasPassed_AckLeftInTheSocketSinceBeforeTheFreeze_ProvesNothing()
    {
        _deadline.Start(Start, TimeSpan.Zero);
        Assert.False(CheckAt(3600, waitingSince: 0));
        Progress(3600.1, sentAt: 0);
        Assert.True(CheckAt(3601.1, waitingSince: 3600.1, steps: 4));
    }

    [Fact]
    public void HasPassed_AllSettledDuringTheDoubt_StaysInDoubtForTheNextRequest()
    {
        _deadline.Start(Start, TimeSpan.Zero);
        Assert.False(CheckAt(3600, waitingSince: 0));
        Progress(3600.1, sentAt: 0);
        _deadline.Start(Start.AddSeconds(3610), TimeSpan.FromSeconds(3610));
        _at = 3610;
        Assert.False(CheckAt(3610.9, waitingSince: 3610, steps: 4));
        Assert.True(CheckAt(3611, waitingSince: 3610));
    }

    [Fact]
    public void HasPassed_OldAcksKeepComingAfterAFreeze_IsNotOver()
    {
        _deadline.Start(Start, TimeSpan.Zero);
        Assert.False(CheckAt(3600, waitingSince: 0));
        for (var at = 3600.5; at < 3605; at += 0.5)
        {
            Progress(at, sentAt: 0);
            Assert.False(CheckAt(at, waitingSince: at));
        }
    }

    [Fact]
    public void HasPassed_SuspectAfterALongSilence_IsOverAfterTheShortTerm()
    {
        _deadline.Start(Start, TimeSpan.Zero);
        _deadline.Suspect(TimeSpan.Zero, TimeSpan.Zero);
        Assert.False(CheckAt(0.9, waitingSince: 0, steps: 4));
        Assert.True(CheckAt(1, waitingSince: 0));
    }

    [Fact]
    public void HasPassed_ProbeAnsweredAfterALongSilence_HasTheOrdinaryTime()
    {
        _deadline.Start(Start, TimeSpan.Zero);
        _deadline.Suspect(TimeSpan.Zero, TimeSpan.Zero);
        Assert.False(CheckAt(0.5, waitingSince: 0, steps: 2));
        _deadline.Proved(TimeSpan.FromSeconds(0.5), TimeSpan.Zero);
        Assert.False(CheckAt(60.4, waitingSince: 0, steps: 240));
        Assert.True(CheckAt(60.5, waitingSince: 0));
    }

    [Fact]
    public void HasPassed_ProbeAnsweredAfterAFreeze_TimeRunsFromTheAnswer()
    {
        _deadline.Start(Start, TimeSpan.Zero);
        Assert.False(CheckAt(3600, waitingSince: 0));
        _deadline.Proved(TimeSpan.FromSeconds(3600.1), TimeSpan.Zero);
        Assert.False(CheckAt(3660, waitingSince: 0, steps: 240));
        Assert.True(CheckAt(3660.1, waitingSince: 0));
    }

    /// <summary>The process stands still between invocations. That does not keep a connection that only answers.</summary>
    [Fact]
    public void HasPassed_ProbesAreAnsweredAfterEachFreeze_TimeRunsFromTheFirstAnswer()
    {
        _deadline.Start(Start, TimeSpan.Zero);
        for (var resumedAt = 4.0; resumedAt <= 64; resumedAt += 6)
        {
            Assert.False(CheckAt(resumedAt, waitingSince: 0));
            _deadline.Proved(TimeSpan.FromSeconds(resumedAt + 0.1), TimeSpan.Zero);
            Assert.False(CheckAt(resumedAt + 0.2, waitingSince: 0));
        }

        Assert.False(_deadline.HasReadAll(TimeSpan.FromSeconds(64.2)));
        Assert.True(_deadline.HasReadAll(TimeSpan.FromSeconds(64.35)));
        Assert.True(CheckAt(64.4, waitingSince: 0));
    }

    /// <summary>Its last answer says that it lives, so that its end can be told from that of a dead one.</summary>
    [Fact]
    public void WasAsked_AProbeAfterAFreezeIsAnsweredWhenTheTimeIsNearlyOver_IsTrue()
    {
        _deadline.Start(Start, TimeSpan.Zero);
        foreach (var resumedAt in (double[])[4, 30, 66])
        {
            Assert.False(_deadline.WasAsked(TimeSpan.Zero));
            Assert.False(CheckAt(resumedAt, waitingSince: 0));
            _deadline.Proved(TimeSpan.FromSeconds(resumedAt), TimeSpan.Zero);
        }

        Assert.True(_deadline.WasAsked(TimeSpan.Zero));
        Assert.False(ShouldAsk(66.3, waitingSince: 0));
    }

    /// <summary>What came meanwhile is read before the next check, however short the stop was.</summary>
    [Fact]
    public void HasReadAll_TheLastCheckCameLate_IsFalseUntilTheNextOne()
    {
        _deadline.Start(Start, TimeSpan.Zero);
        CheckAt(0.5, waitingSince: 0);
        Assert.False(_deadline.HasReadAll(TimeSpan.FromSeconds(0.5)));
        CheckAt(0.75, waitingSince: 0);
        Assert.True(_deadline.HasReadAll(TimeSpan.FromSeconds(0.75)));
    }

    [Fact]
    public void HasPassed_AnotherSilenceDuringTheDoubt_AsksForNoOlderAck()
    {
        _deadline.Start(Start, TimeSpan.Zero);
        Assert.False(CheckAt(3600, waitingSince: 0));
        _deadline.Suspect(TimeSpan.Zero, TimeSpan.FromSeconds(3600));
        Progress(3600.1, sentAt: 0);
        Assert.True(_deadline.IsSuspect);
    }

    /// <summary>The answer may have come while the process stood still, too shortly for another probe.</summary>
    [Theory]
    [InlineData(1.25)]
    [InlineData(1.5)]
    [InlineData(2.2)]
    public void HasPassed_ProcessStoodStillAfterTheProbe_LooksOnceMore(double wakes)
    {
        _deadline.Start(Start, TimeSpan.Zero);
        _deadline.Suspect(TimeSpan.Zero, TimeSpan.Zero);

        Assert.False(CheckAt(wakes, waitingSince: 0));
        Assert.False(CheckAt(wakes + 0.9, waitingSince: 0, steps: 4));
        Assert.True(CheckAt(wakes + 1, waitingSince: 0));
    }

    [Fact]
    public void HasPassed_ProcessStandsStillAgainAndAgain_IsOverAfterOneMoreLook()
    {
        _deadline.Start(Start, TimeSpan.Zero);
        _deadline.Suspect(TimeSpan.Zero, TimeSpan.Zero);

        Assert.False(CheckAt(1.5, waitingSince: 0));
        Assert.True(CheckAt(2.75, waitingSince: 0));
    }

    [Fact]
    public void HasPassed_ProbeAnsweredInTheLastLook_HasTheOrdinaryTime()
    {
        _deadline.Start(Start, TimeSpan.Zero);
        _deadline.Suspect(TimeSpan.Zero, TimeSpan.Zero);
        Assert.False(CheckAt(1.5, waitingSince: 0));

        _deadline.Proved(TimeSpan.FromSeconds(1.6), TimeSpan.Zero);

        Assert.False(CheckAt(61.5, waitingSince: 0, steps: 240));
        Assert.True(CheckAt(61.6, waitingSince: 0));
    }

    [Fact]
    public void HasPassed_ProcessStoodStillAsTheTimeoutPassed_LooksOnceMore()
    {
        _deadline.Start(Start, TimeSpan.Zero);
        Assert.False(CheckAt(59, waitingSince: 0, steps: 240));

        Assert.False(CheckAt(60.5, waitingSince: 0));
        Assert.False(CheckAt(61.4, waitingSince: 0, steps: 4));
        Assert.True(CheckAt(61.5, waitingSince: 0));
    }

    [Fact]
    public void HasPassed_WallClockSetBack_ChangesNothing()
    {
        _deadline.Start(Start, TimeSpan.Zero);
        Assert.False(_deadline.HasResumed(Start.AddHours(-1)));
        Assert.False(_deadline.HasPassed(TimeSpan.FromSeconds(1.5), TimeSpan.Zero));
    }

    private void Progress(double at, double sentAt) => _deadline.Progress(TimeSpan.FromSeconds(at), TimeSpan.FromSeconds(sentAt));

    private bool CheckAt(double at, double waitingSince, int steps = 1)
    {
        var (from, over) = (_at, false);
        for (var i = 1; i <= steps; i++)
        {
            _at = from + ((at - from) * i / steps);
            var now = TimeSpan.FromSeconds(_at);
            if (_deadline.HasResumed(Start.AddSeconds(_at)))
                _deadline.Suspect(now, now);
            over = _deadline.HasPassed(now, TimeSpan.FromSeconds(waitingSince));
        }

        return over;
    }
}
