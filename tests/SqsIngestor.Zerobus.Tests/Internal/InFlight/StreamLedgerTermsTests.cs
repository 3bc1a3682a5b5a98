using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.InFlight;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Tests.Internal.InFlight;

/// <summary>What the terms of a write do: its expiry, and its ordering key.</summary>
public sealed class StreamLedgerTermsTests
{
    [Fact]
    public void Expires_BeforeItIsSent_IsWithdrawnAndOthersAreSent()
    {
        var scene = new LedgerScene(byStatus: true, acksBefore: true);
        scene.Write(0, isBad: false, key: 0);
        scene.Write(1, isBad: false, key: 0, expires: scene.Clock.GetUtcNow().AddSeconds(5));
        scene.Write(2, isBad: false, key: 0);
        scene.Clock.Advance(TimeSpan.FromSeconds(5));

        scene.Run();

        Assert.Equal([0, 2], scene.Durable);
        Assert.Equal(ZerobusErrorCode.RecordWithdrawn, scene.OutcomeOf(1));
    }

    [Fact]
    public void Expires_SentAndTheConnectionIsLost_IsNotSentAgain()
    {
        var scene = new LedgerScene(byStatus: true, acksBefore: true);
        scene.Write(0, isBad: false, key: 0, expires: scene.Clock.GetUtcNow().AddSeconds(5));
        scene.Write(1, isBad: false, key: 0);
        scene.LoseConnection();
        scene.Clock.Advance(TimeSpan.FromSeconds(5));

        scene.Run();

        Assert.Equal([1], scene.Durable);
        Assert.Equal(ZerobusErrorCode.RecordWithdrawn, scene.OutcomeOf(0));
    }

    /// <summary>Whoever waits for it learns it without another connection.</summary>
    [Fact]
    public void Disconnected_TimeIsUp_IsSettledAtOnce()
    {
        var scene = new LedgerScene(byStatus: true, acksBefore: true);
        var expires = scene.Clock.GetUtcNow().AddSeconds(5);
        scene.Write(0, isBad: false, key: 7, expires);
        scene.Write(1, isBad: false, key: 0, expires);
        // Not expired, but behind one of its key that is.
        scene.Write(2, isBad: false, key: 7);
        scene.Ledger.Connected();
        while (scene.Ledger.TryTake(new RequestFrame(), out _) == TakeResult.Taken)
        {
        }

        scene.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.False(scene.Ledger.IsSettled);
        scene.Ledger.Disconnected();

        Assert.True(scene.Ledger.Writes.WaitAsync(2, Timeout.InfiniteTimeSpan, CancellationToken.None).AsTask().IsCompleted);
        Assert.Equal((ZerobusStreamState.Idle, TimeSpan.Zero), (scene.Ledger.State, scene.Ledger.InterruptedFor));
        Assert.Equal(3, scene.Ledger.Writes.TakeUnreportedRefusals(2).Length);
    }

    [Fact]
    public void SettleExpired_TheLastWriteExpiresWithoutAConnection_NeedsNoConnection()
    {
        var scene = new LedgerScene(byStatus: true, acksBefore: true);
        scene.Write(0, isBad: false, key: 0, expires: scene.Clock.GetUtcNow().AddSeconds(5));
        scene.LoseConnection();
        scene.Clock.Advance(TimeSpan.FromSeconds(4));
        scene.Ledger.SettleExpired();
        Assert.Equal((ZerobusStreamState.Recovering, TimeSpan.FromSeconds(4)), (scene.Ledger.State, scene.Ledger.InterruptedFor));

        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        scene.Ledger.SettleExpired();

        Assert.True(scene.Ledger.IsSettled);
        Assert.Equal((ZerobusStreamState.Idle, TimeSpan.Zero), (scene.Ledger.State, scene.Ledger.InterruptedFor));
    }

    [Fact]
    public void SettleExpired_ASuspectedWrite_IsWithdrawn()
    {
        var scene = new LedgerScene(byStatus: false, acksBefore: true);
        scene.Write(0, isBad: true, key: 0, expires: scene.Clock.GetUtcNow().AddSeconds(5));
        scene.Write(1, isBad: false, key: 0);
        scene.Run(mostConnections: 2);
        Assert.Null(scene.OutcomeOf(0));
        scene.Clock.Advance(TimeSpan.FromSeconds(5));

        scene.Ledger.SettleExpired();
        scene.Run();

        Assert.Equal(ZerobusErrorCode.RecordWithdrawn, scene.OutcomeOf(0));
        Assert.Equal([1], scene.Durable);
    }

    [Fact]
    public void Withdraw_AKeyOfALostConnection_IsNotSentAgainAndOthersAre()
    {
        var scene = new LedgerScene(byStatus: true, acksBefore: true);
        scene.Write(0, isBad: false, key: 1);
        scene.Write(1, isBad: false, key: 2);
        scene.Write(2, isBad: false, key: 1);
        scene.LoseConnection();

        scene.Ledger.Writes.Withdraw(1);
        scene.Run();

        Assert.Equal([1], scene.Durable);
        Assert.Equal(
            [ZerobusErrorCode.RecordWithdrawn, null, ZerobusErrorCode.RecordWithdrawn],
            Enumerable.Range(0, 3).Select(scene.OutcomeOf));
    }

    [Fact]
    public void Withdraw_NothingElseIsUnacked_IsSettledAtOnce()
    {
        var scene = new LedgerScene(byStatus: true, acksBefore: true);
        scene.Write(0, isBad: false, key: 1);
        scene.LoseConnection();

        scene.Ledger.Writes.Withdraw(1);

        Assert.True(scene.Ledger.IsSettled);
        Assert.True(scene.Ledger.Writes.WaitAsync(0, Timeout.InfiniteTimeSpan, CancellationToken.None).AsTask().IsCompleted);
    }

    [Fact]
    public void Withdraw_LaterWriteOfTheKey_IsSent()
    {
        var scene = new LedgerScene(byStatus: true, acksBefore: true);
        scene.Ledger.Writes.Withdraw(1);
        scene.Write(0, isBad: false, key: 1);

        scene.Run();

        Assert.Equal([0], scene.Durable);
    }

    [Fact]
    public void Expires_NothingElseIsSent_IsSettledWithoutAnAck()
    {
        var scene = new LedgerScene(byStatus: true, acksBefore: true);
        scene.Write(0, isBad: false, key: 0, expires: scene.Clock.GetUtcNow());

        scene.Run();

        Assert.True(scene.Ledger.IsSettled);
        Assert.Equal(ZerobusErrorCode.RecordWithdrawn, scene.OutcomeOf(0));
    }

    /// <summary>Sending the last write settles those before it that expired. Nothing else tells who waits for them.</summary>
    [Fact]
    public async Task Expires_SettledBySendingTheWriteBehindIt_WakesWhoeverWaits()
    {
        var scene = new LedgerScene(byStatus: true, acksBefore: true);
        scene.Write(0, isBad: false, key: 0);
        scene.Ledger.Connected();
        Assert.Equal(TakeResult.Taken, scene.Ledger.TryTake(new RequestFrame(), out _));
        Assert.Equal(AckResult.Progress, scene.Ledger.Ack(0));
        TakeEvents();
        scene.Write(1, isBad: false, key: 0, expires: scene.Clock.GetUtcNow());
        scene.Write(2, isBad: false, key: 0);
        var waiting = scene.Ledger.Writes.WaitAsync(1, Timeout.InfiniteTimeSpan, CancellationToken.None).AsTask();

        Assert.Equal(TakeResult.Taken, scene.Ledger.TryTake(new RequestFrame(), out _));
        Assert.Equal(AckResult.Duplicate, scene.Ledger.Ack(0));
        TakeEvents();
        Assert.Equal(TakeResult.Nothing, scene.Ledger.TryTake(new RequestFrame(), out _));

        await waiting.WaitAsync(ZerobusRig.Patience);
        Assert.False(scene.Ledger.IsSettled);

        void TakeEvents()
        {
            while (scene.Ledger.TryTakeEvent(out _))
            {
            }
        }
    }

    [Fact]
    public async Task Write_KeyOfAGivenUpWrite_IsRefused()
    {
        var scene = new LedgerScene(byStatus: true, acksBefore: true);
        scene.Write(0, isBad: true, key: 7);
        scene.Run();

        var error = await Assert.ThrowsAsync<ZerobusException>(async () => await scene.WriteAsync(1, false, 7, null));

        Assert.Equal(ZerobusErrorCode.RecordWithdrawn, error.Code);
        scene.Write(1, isBad: false, key: 8);
        scene.Run();
        Assert.Equal([1], scene.Durable);
    }

    [Fact]
    public async Task Write_WaitedForRoomWhileItsKeyFailed_IsWithdrawn()
    {
        var scene = new LedgerScene(byStatus: true, acksBefore: true, mostWrites: 1);
        scene.Write(0, isBad: true, key: 7);
        var waiting = scene.WriteAsync(1, false, 7, null).AsTask();
        Assert.False(waiting.IsCompleted);

        scene.Run();

        Assert.Equal(1, await waiting.WaitAsync(ZerobusRig.Patience));
        scene.Run();
        Assert.Empty(scene.Durable);
        Assert.Equal(ZerobusErrorCode.RecordWithdrawn, scene.OutcomeOf(1));
    }
}
