using SqsIngestor.Zerobus.Internal.InFlight;

namespace SqsIngestor.Zerobus.Tests.Internal.InFlight;

public sealed class RenewalPolicyTests
{
    private static readonly TimeSpan Min = ZerobusStream.RenewalPatience;
    private static readonly TimeSpan AckTimeout = 3 * Min;
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly RenewalPolicy _policy = new(AckTimeout);

    public RenewalPolicyTests() => _policy.Waits(Start);

    [Fact]
    public void IsRequested_GivenUpBeforeTheRequest_UntilItIsSettled()
    {
        _policy.GaveUp(3);
        Assert.False(_policy.IsRequested(head: 0));
        _policy.Request(tail: 5);
        Assert.True(_policy.IsRequested(head: 3));
        Assert.False(_policy.IsRequested(head: 4));
    }

    /// <summary>Of two batches that overlap, the one that began later begins before the other gives up.</summary>
    [Fact]
    public void IsRequested_GivenUpAfterTheRequest_OnlyIfItWasWrittenBefore()
    {
        _policy.Request(tail: 5);
        _policy.GaveUp(5);
        Assert.False(_policy.IsRequested(head: 0));
        _policy.GaveUp(4);
        Assert.True(_policy.IsRequested(head: 4));
        Assert.False(_policy.IsRequested(head: 5));
    }

    /// <summary>The new connection may get what was given up, too, and ack nothing either.</summary>
    [Fact]
    public void IsRequested_ANewConnectionBegins_Stays()
    {
        _policy.GaveUp(3);
        _policy.Request(tail: 5);
        _policy.Connected();
        Assert.True(_policy.IsRequested(head: 0));
    }

    /// <summary>A service that is slow now and then must not get its rows twice each time.</summary>
    [Fact]
    public void IsDue_FastAcksFollowASlowOne_KeepsThePatienceForMinutes()
    {
        var slow = Min - Tick;
        _policy.Acked(slow, Start);
        for (var batch = 1; batch <= 5; batch++)
        {
            _policy.Request(tail: batch);
            _policy.Acked(Tick, Start + (batch * Tick));
        }
        _policy.Request(tail: 6);
        Assert.Equal((2 * slow, slow), (_policy.Patience, _policy.SlowestAck(Start)));

        var later = Start + (2 * RecentAckTimes.Period);
        _policy.Acked(Tick, later);
        _policy.Request(tail: 7);
        Assert.Equal((Min, Tick), (_policy.Patience, _policy.SlowestAck(later)));
    }

    /// <summary>A process that was frozen reads an ack late that came soon.</summary>
    [Fact]
    public void Acked_AfterMoreThanTheAckTimeout_CountsAsTheAckTimeout()
    {
        _policy.Acked(100 * AckTimeout, Start);
        Assert.Equal((AckTimeout, AckTimeout), (_policy.Patience, _policy.SlowestAck(Start)));
    }

    [Fact]
    public void IsDue_ByEitherClock_AfterThePatience()
    {
        Assert.False(_policy.IsDue(Min - Tick, Start + Min - Tick));
        Assert.True(_policy.IsDue(Min, Start));
        _policy.Connected();
        Assert.True(_policy.IsDue(TimeSpan.Zero, Start + Min));
    }

    /// <summary>The clock may have been set forward while the acks were on their way.</summary>
    [Fact]
    public void MayRenew_DueByTheWallClockOnly_AfterAQuarterOfTheTime()
    {
        var waited = Min / 8;
        Assert.True(_policy.IsDue(waited, Start + Min));
        Assert.False(_policy.MayRenew(waited));
        Assert.True(_policy.IsDue(waited + Tick, Start + Min));
        Assert.False(_policy.MayRenew(waited + (Min / 4) - Tick));
        Assert.True(_policy.MayRenew(waited + (Min / 4)));
    }

    [Fact]
    public void MayRenew_DueByTheMonotonicClock_AtOnce()
    {
        Assert.True(_policy.IsDue(Min, Start));
        Assert.True(_policy.MayRenew(Min));
    }

    /// <summary>What was due before the ack says nothing about the next wait.</summary>
    [Fact]
    public void MayRenew_AnAckCameAndItIsDueAgain_CountsFromThen()
    {
        Assert.True(_policy.IsDue(Tick, Start + Min));
        _policy.Acked(Tick, Start + Min);
        Assert.True(_policy.IsDue(Min / 2, Start + (2 * Min)));
        Assert.False(_policy.MayRenew(Min / 2));
    }

    /// <summary>The sender waits since then, and only an ack or the end of the connection wakes it.</summary>
    [Fact]
    public void IsDue_TheWallClockIsSetBack_StaysUntilAnAckComes()
    {
        Assert.True(_policy.IsDue(TimeSpan.Zero, Start + Min));
        Assert.True(_policy.IsDue(TimeSpan.Zero, Start));
        _policy.Acked(TimeSpan.Zero, Start);
        Assert.False(_policy.IsDue(TimeSpan.Zero, Start));
    }

    [Fact]
    public void IsDue_ReplacedInVain_WaitsTwiceAsLongEachTimeUpToTheTimeOfAnAck()
    {
        Renew();
        AssertPatience(2 * Min);
        Renew();
        AssertPatience(AckTimeout);
        Renew();
        AssertPatience(AckTimeout);
    }

    /// <summary>The ack that ends the wait is the one that proves that acks are slow.</summary>
    [Fact]
    public void IsDue_TheAckWasSlow_WaitsTwiceAsLongAsItTook()
    {
        Renew();
        Ack(Min * 1.25);
        Ack(Tick);
        AssertPatience(Min * 2.5);
        _policy.Request(tail: 9);
        AssertPatience(Min * 2.5);
        Ack(AckTimeout);
        AssertPatience(AckTimeout);
    }

    [Fact]
    public void IsDue_ConnectionsAreGivenUpEarlier_WaitsNoLonger()
    {
        var policy = new RenewalPolicy(Min / 2);
        policy.Waits(Start);
        Assert.True(policy.IsDue(Min / 2, Start));
    }

    private void Renew()
    {
        _policy.Renewed();
        _policy.Connected();
        _policy.Waits(Start);
    }

    private void Ack(TimeSpan took) => _policy.Acked(took, Start);

    private void AssertPatience(TimeSpan patience)
    {
        Assert.False(_policy.IsDue(patience - Tick, Start));
        Assert.True(_policy.IsDue(patience, Start));
        _policy.Connected();
    }
}
