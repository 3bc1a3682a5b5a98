using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.InFlight;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Tests.Internal.InFlight;

/// <summary>When a connection without acks must be replaced, and what is sent until then.</summary>
public sealed class StreamLedgerRenewalTests
{
    private static readonly TimeSpan Patience = ZerobusStream.RenewalPatience;

    [Fact]
    public void MustRenew_GivenUpAndUsedAgain_SendsNothingMore()
    {
        var scene = Sent(2);
        scene.Ledger.Writes.GiveUp(0);
        scene.Ledger.Writes.RequestRenewal();
        Assert.False(scene.Ledger.MustRenew);
        scene.Clock.Advance(Patience);

        Assert.True(scene.Ledger.MustRenew);
        scene.Write(2, isBad: false, key: 0);
        Assert.Equal(TakeResult.Nothing, Take(scene));
    }

    /// <summary>What the owner of a stream sees of a row that gets no ack.</summary>
    [Fact]
    public void Awaited_RowsAreSentAndAcked_IsTheOldestWithoutAckOnThisConnection()
    {
        var scene = Sent(2);
        scene.Clock.Advance(Patience);
        Assert.Equal(new AwaitedAck(0, Patience) { NewestBehind = 1 }, scene.Ledger.Awaited);
        scene.Ledger.Ack(0);
        var next = new AwaitedAck(1, TimeSpan.Zero) { Patience = 2 * Patience, SlowestAck = Patience };
        Assert.Equal(next, scene.Ledger.Awaited);
        scene.Ledger.Disconnected();
        Assert.Null(scene.Ledger.Awaited);
        scene.Ledger.Connected();
        Assert.Null(scene.Ledger.Awaited);
        Assert.Equal(TakeResult.Taken, Take(scene));
        Assert.Equal(next, scene.Ledger.Awaited);
        scene.Ledger.Fail(new ZerobusException(ZerobusErrorCode.StreamFailed, "It broke."));
        Assert.Null(scene.Ledger.Awaited);
    }

    [Fact]
    public void MustRenew_NothingWasGivenUp_IsFalseHoweverOftenItIsUsed()
    {
        var scene = Sent(1);
        for (var batch = 0; batch < 5; batch++)
        {
            scene.Clock.Advance(Patience);
            scene.Ledger.Writes.RequestRenewal();
            Assert.False(scene.Ledger.MustRenew);
        }
    }

    /// <summary>The acks that may still come are not missed because the batch itself has asked when it began.</summary>
    [Fact]
    public void MustRenew_OnlyWritesSinceTheLastUseWereGivenUp_IsFalse()
    {
        var scene = new LedgerScene(byStatus: true, acksBefore: true);
        scene.Ledger.Writes.RequestRenewal();
        Send(scene, 0);
        scene.Clock.Advance(Patience);
        scene.Ledger.Writes.GiveUp(0);
        Assert.False(scene.Ledger.MustRenew);

        scene.Ledger.Writes.RequestRenewal();
        Assert.True(scene.Ledger.MustRenew);
    }

    [Fact]
    public void MustRenew_GivenUpAfterAnotherBatchBegan_IsTrue()
    {
        var scene = Sent(2);
        scene.Ledger.Writes.RequestRenewal();
        scene.Clock.Advance(Patience);
        scene.Ledger.Writes.GiveUp(1);
        Assert.True(scene.Ledger.MustRenew);
    }

    /// <summary>The ack of one row says nothing about those behind it.</summary>
    [Fact]
    public void MustRenew_OthersWereAckedAfterTheWriteWasGivenUp_IsTrueOnceNoMoreIsAcked()
    {
        var scene = Sent(3);
        scene.Ledger.Writes.GiveUp(2);
        Assert.Equal(AckResult.Progress, scene.Ledger.Ack(0));
        scene.Ledger.Writes.RequestRenewal();
        scene.Clock.Advance(Patience - TimeSpan.FromTicks(1));
        Assert.False(scene.Ledger.MustRenew);
        scene.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(scene.Ledger.MustRenew);
    }

    [Fact]
    public void MustRenew_TheWriteIsAckedAfterAll_IsFalseAndTheSenderIsWoken()
    {
        var scene = Sent(2);
        scene.Ledger.Writes.GiveUp(0);
        scene.Ledger.Writes.RequestRenewal();
        scene.Clock.Advance(Patience);
        scene.Write(2, isBad: false, key: 0);
        Assert.Equal(TakeResult.Nothing, Take(scene));
        var woken = scene.Ledger.Signals.Sendable.WaitAsync();

        Assert.Equal(AckResult.Progress, scene.Ledger.Ack(0));

        Assert.True(woken.IsCompleted);
        Assert.False(scene.Ledger.MustRenew);
        Assert.Equal(TakeResult.Taken, Take(scene));
    }

    [Fact]
    public void MustRenew_GivenUpOnAnEarlierConnection_HoldsForTheNextOne()
    {
        var scene = Sent(2);
        scene.Ledger.Writes.GiveUp(0);
        scene.Ledger.Disconnected();
        scene.Ledger.Connected();
        Assert.Equal(TakeResult.Taken, Take(scene));
        scene.Ledger.Writes.RequestRenewal();
        Assert.False(scene.Ledger.MustRenew);
        scene.Clock.Advance(Patience);
        Assert.True(scene.Ledger.MustRenew);
    }

    /// <summary>
    /// A machine may stop the monotonic clock while it freezes the process, and somebody may set the other one forward. Nothing
    /// is sent from then on, and acks have a quarter of the time to come.
    /// </summary>
    [Fact]
    public void MustRenew_TheMonotonicClockStandsStill_GoesByTheWallClockAndWaitsForAcks()
    {
        var clock = new FreezableClock();
        var scene = Sent(2, clock);
        scene.Ledger.Writes.GiveUp(0);
        clock.Freeze(Patience);
        scene.Ledger.Writes.RequestRenewal();
        scene.Write(2, isBad: false, key: 0);
        Assert.Equal(TakeResult.Nothing, Take(scene));
        Assert.False(scene.Ledger.MustRenew);
        Assert.True(scene.Ledger.IsRenewalDue);
        clock.Advance(Patience / 4);
        Assert.True(scene.Ledger.MustRenew);

        Assert.Equal(AckResult.Progress, scene.Ledger.Ack(0));
        scene.Ledger.Writes.GiveUp(1);
        scene.Ledger.Writes.RequestRenewal();
        Assert.False(scene.Ledger.MustRenew);
        Assert.Equal(TakeResult.Taken, Take(scene));
    }

    [Fact]
    public void MustRenew_AcksAreSlow_WaitsForTwiceAsLong()
    {
        var scene = Sent(2);
        scene.Clock.Advance(Patience);
        Assert.Equal(AckResult.Progress, scene.Ledger.Ack(0));
        scene.Ledger.Writes.GiveUp(1);
        scene.Ledger.Writes.RequestRenewal();
        scene.Clock.Advance(2 * Patience - TimeSpan.FromTicks(1));
        Assert.False(scene.Ledger.MustRenew);
        scene.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(scene.Ledger.MustRenew);
    }

    /// <summary>Every write asks, so it must not read a clock as long as nobody wants a new connection.</summary>
    [Fact]
    public void TryTake_NobodyWantsANewConnection_ReadsOneTimestampForEachWrite()
    {
        var clock = new CountingClock();
        var scene = Sent(1, clock);
        scene.Write(1, isBad: false, key: 0);
        var (timestamps, times) = (clock.Timestamps, clock.Times);

        Assert.Equal(TakeResult.Taken, Take(scene));

        Assert.Equal((timestamps + 1, times), (clock.Timestamps, clock.Times));
    }

    private static LedgerScene Sent(int writes, QuietClock? clock = null)
    {
        var scene = new LedgerScene(byStatus: true, acksBefore: true, clock: clock);
        for (var i = 0; i < writes; i++)
            Send(scene, i);
        return scene;
    }

    private static void Send(LedgerScene scene, int number)
    {
        if (number == 0)
            scene.Ledger.Connected();
        scene.Write(number, isBad: false, key: 0);
        Assert.Equal(TakeResult.Taken, Take(scene));
    }

    private static TakeResult Take(LedgerScene scene) => scene.Ledger.TryTake(new RequestFrame(), out _);

    private sealed class FreezableClock : QuietClock
    {
        private TimeSpan _frozen;

        public override long GetTimestamp() => base.GetTimestamp() - _frozen.Ticks;

        public void Freeze(TimeSpan time)
        {
            _frozen += time;
            Advance(time);
        }
    }

    private sealed class CountingClock : QuietClock
    {
        public int Timestamps { get; private set; }

        public int Times { get; private set; }

        public override long GetTimestamp()
        {
            Timestamps++;
            return 0;
        }

        public override DateTimeOffset GetUtcNow()
        {
            Times++;
            return base.GetUtcNow();
        }
    }
}
