using CsCheck;
using SqsIngestor.Zerobus.Internal.InFlight;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Tests.Internal.InFlight;

/// <summary>Which writes a ledger takes for the cause when connections end, and the state of its stream.</summary>
public sealed class StreamLedgerTests
{
    // Whether it is bad, and its key.
    private static readonly Gen<(bool, long)> Writes = Gen.Select(
        Gen.Frequency((9, Gen.Const(false)), (1, Gen.Const(true))), Gen.Long[0, 3]);

    [Fact]
    public void Isolation_AnyBadRecordsAndGroups_EveryWriteEndsAsItMust() =>
        Gen.Select(Writes.Array[1, 300], Gen.Bool, Gen.Bool)
            .Sample(static (writes, byStatus, acksBefore) =>
            {
                var scene = new LedgerScene(byStatus, acksBefore);
                for (var i = 0; i < writes.Length; i++)
                    scene.Write(i, isBad: writes[i].Item1, key: writes[i].Item2);
                // Shows in the end that the service works.
                scene.Write(writes.Length, isBad: false, key: 0);
                scene.Run();

                var failed = new HashSet<long>();
                for (var i = 0; i < writes.Length; i++)
                {
                    var (bad, key) = writes[i];
                    var expected = failed.Contains(key) ? ZerobusErrorCode.RecordWithdrawn
                        : !bad ? default(ZerobusErrorCode?)
                        : byStatus ? ZerobusErrorCode.RecordRefused : ZerobusErrorCode.RecordSuspected;
                    Assert.Equal(expected, scene.OutcomeOf(i));
                    if (bad && key != 0)
                        failed.Add(key);
                }

                Assert.Equal(scene.Durable.Order(), scene.Durable);
                Assert.Equal(scene.Durable.Distinct(), scene.Durable);
                Assert.Equal(
                    Enumerable.Range(0, writes.Length + 1).Where(i => scene.OutcomeOf(i) is null), scene.Durable);
            });

    /// <summary>A stream whose connection ended while it was idle needs one as soon as there is something to send.</summary>
    [Fact]
    public void InterruptedFor_WriteOnAnIdleStream_CountsFromTheWrite()
    {
        var scene = new LedgerScene(byStatus: true, acksBefore: true);
        scene.Ledger.Connected();
        scene.Ledger.Disconnected();
        scene.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((ZerobusStreamState.Idle, TimeSpan.Zero), (scene.Ledger.State, scene.Ledger.InterruptedFor));

        scene.Write(0, isBad: false, key: 0);
        scene.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(TimeSpan.FromSeconds(3), scene.Ledger.InterruptedFor);
        scene.Ledger.Connected();
        Assert.Equal(TimeSpan.Zero, scene.Ledger.InterruptedFor);
    }

    /// <summary>A write that was withdrawn cannot be the cause of a later end, so the next one is not suspected for it.</summary>
    [Fact]
    public void Ended_CandidatesWereWithdrawn_DoesNotSuspectTheNextWrite()
    {
        var scene = new LedgerScene(byStatus: false, acksBefore: true);
        for (var i = 0; i < 5; i++) scene.Write(i, isBad: false, key: 1);
        scene.Ledger.Connected();
        while (scene.Ledger.TryTake(new RequestFrame(), out _) == TakeResult.Taken)
        {
        }

        Assert.Equal(SearchStep.Narrowed, scene.Ledger.Ended(byStatus: false, cause: 1, ""));
        scene.Ledger.Disconnected();
        scene.Ledger.Writes.Withdraw(1);

        scene.Write(5, isBad: false, key: 0);
        scene.Ledger.Connected();
        Assert.Equal(TakeResult.Taken, scene.Ledger.TryTake(new RequestFrame(), out _));
        Assert.Equal(SearchStep.Narrowed, scene.Ledger.Ended(byStatus: false, cause: 1, ""));
    }

    [Fact]
    public void Suspected_OnlyWithdrawnWritesFollow_IsSentAgain()
    {
        var scene = new LedgerScene(byStatus: false, acksBefore: true);
        scene.Write(0, isBad: true, key: 7);
        scene.Write(1, isBad: false, key: 7);

        scene.Run(mostConnections: 6);

        // A connection on which nothing is sent never ends.
        Assert.Equal(6, scene.ConnectionsThatEnded);
        Assert.Empty(scene.Durable);
    }

    [Fact]
    public void Suspect_EndsAlone_IsGivenUpAtOnce()
    {
        var scene = new LedgerScene(byStatus: false, acksBefore: true);
        scene.Write(0, isBad: true, key: 0, suspect: true);

        scene.Run();

        Assert.Equal(ZerobusErrorCode.RecordSuspected, scene.OutcomeOf(0));
        Assert.Equal(1, scene.Connections);
    }

    /// <summary>The end of a connection that has acked others says little: the next one decides.</summary>
    [Fact]
    public void Suspect_EndsAConnectionThatHasAcked_IsGivenUpWithTheNextOne()
    {
        var scene = new LedgerScene(byStatus: false, acksBefore: true);
        scene.Write(0, isBad: false, key: 0);
        scene.Ledger.Connected();
        Assert.Equal(TakeResult.Taken, scene.Ledger.TryTake(new RequestFrame(), out _));
        Assert.Equal(AckResult.Progress, scene.Ledger.Ack(0));
        scene.Write(1, isBad: true, key: 0, suspect: true);
        TakeAndEnd(scene);
        Assert.False(scene.Ledger.IsSettled);

        scene.Ledger.Connected();
        TakeAndEnd(scene);

        Assert.True(scene.Ledger.IsSettled);
        Assert.Equal(ZerobusErrorCode.RecordSuspected, Assert.Single(scene.Ledger.Writes.TakeUnreportedRefusals(1)).Code);
    }

    [Fact]
    public void Suspect_GivenUp_DoesNotMakeTheNextWriteACandidate()
    {
        var scene = new LedgerScene(byStatus: false, acksBefore: true);
        scene.Write(0, isBad: true, key: 0, suspect: true);
        scene.Ledger.Connected();
        TakeAndEnd(scene);

        scene.Write(1, isBad: false, key: 0);
        scene.Ledger.Connected();

        Assert.Equal(SearchStep.Narrowed, TakeAndEnd(scene));
    }

    /// <summary>Another write can show that the service works, so that the caller need not.</summary>
    [Fact]
    public void Suspect_AnotherWriteFollows_IsGivenUpOnceThatIsAcked()
    {
        var scene = new LedgerScene(byStatus: false, acksBefore: true);
        scene.Write(0, isBad: true, key: 0, suspect: true);
        scene.Write(1, isBad: false, key: 0);
        scene.Ledger.Connected();
        Assert.Equal(TakeResult.Taken, scene.Ledger.TryTake(new RequestFrame(), out _));
        TakeAndEnd(scene);
        scene.Ledger.Connected();
        TakeAndEnd(scene);
        Assert.Empty(scene.Ledger.Writes.TakeUnreportedRefusals(1));

        scene.Run();

        Assert.Equal([1], scene.Durable);
        Assert.Equal(ZerobusErrorCode.RecordSuspected, scene.OutcomeOf(0));
    }

    [Fact]
    public void Suspected_NoOtherWriteShowsThatTheServiceWorks_IsKept()
    {
        var scene = new LedgerScene(byStatus: false, acksBefore: true);
        scene.Write(0, isBad: true, key: 0);

        scene.Run(mostConnections: 5);

        Assert.False(scene.Ledger.IsSettled);
        Assert.Null(scene.OutcomeOf(0));
    }

    private static SearchStep TakeAndEnd(LedgerScene scene)
    {
        Assert.Equal(TakeResult.Taken, scene.Ledger.TryTake(new RequestFrame(), out _));
        var step = scene.Ledger.Ended(byStatus: false, cause: 1, "");
        scene.Ledger.Disconnected();
        return step;
    }
}
