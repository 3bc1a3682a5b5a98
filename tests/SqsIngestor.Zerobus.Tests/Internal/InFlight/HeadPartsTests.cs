using CsCheck;

namespace SqsIngestor.Zerobus.Tests.Internal.InFlight;

/// <summary>The oldest write ends while the search for a refused record is inside it.</summary>
public sealed class HeadPartsTests
{
    private const long Key = 7;

    [Fact]
    public void Withdraw_APartIsOnItsWay_TheAckCountsForThisPartOnly()
    {
        var scene = Inside(new WriteTerms { OrderingKey = Key });
        Assert.Equal([new(0, 0), new(0, 1)], scene.Take());

        scene.Withdraw(Key);
        Assert.Empty(scene.Refused);
        scene.Ack();

        Assert.Equal((ZerobusErrorCode.RecordWithdrawn, 4), (scene.Refused[0].Code, scene.Refused[0].RecordCount));
        Assert.Equal([2, 3], scene.Refused[0].Indexes);
        Assert.Equal([new(0, 0), new(0, 1)], scene.Durable);
        AssertNextIsWhole(scene);
    }

    [Fact]
    public void Withdraw_APartIsOnItsWayAndTheConnectionEnds_LeavesTheNextWriteWhole()
    {
        var scene = Inside(new WriteTerms { OrderingKey = Key });
        scene.Take();

        scene.Withdraw(Key);
        scene.End(byStatus: true);

        Assert.Equal([0, 1, 2, 3], scene.Refused[0].Indexes);
        AssertNextIsWhole(scene);
    }

    /// <summary>What was found inside it is reported with it, and not with the next write.</summary>
    [Fact]
    public void Withdraw_BetweenTwoParts_ReportsWhatWasRefusedBefore()
    {
        var scene = Inside(new WriteTerms { OrderingKey = Key });
        while (scene.Ledger.Progress == 0)
        {
            scene.Take();
            scene.End(byStatus: true);
        }

        Assert.Equal(3, scene.Take().Length);
        scene.End(byStatus: true);
        Assert.Equal([new(0, 1)], scene.Take());
        scene.Ack();
        Assert.Empty(scene.Refused);
        scene.Withdraw(Key);

        Assert.Equal(ZerobusErrorCode.RecordWithdrawn, scene.Refused[0].Code);
        Assert.Equal([0, 2, 3], scene.Refused[0].Indexes);
        Assert.Equal([new(0, 1)], scene.Durable);
        AssertNextIsWhole(scene);
    }

    [Fact]
    public void Expires_BetweenTwoParts_SendsNoOtherPart()
    {
        var scene = Inside(new WriteTerms { Expires = DateTimeOffset.UnixEpoch.AddYears(30).AddSeconds(1) });
        scene.Take();
        scene.Ack();

        scene.Clock.Advance(TimeSpan.FromSeconds(1));

        AssertNextIsWhole(scene);
        Assert.Equal([2, 3], scene.Refused[0].Indexes);
    }

    [Fact]
    public void Ended_ASuspectedBatchForAnotherReason_IsGivenUpWithItsSearch()
    {
        var scene = Inside(new WriteTerms { IsSuspect = true });
        scene.Take();

        scene.End(byStatus: false);

        Assert.Equal(ZerobusErrorCode.RecordSuspected, scene.Refused[0].Code);
        Assert.Equal([0, 1, 2, 3], scene.Refused[0].Indexes);
        AssertNextIsWhole(scene);
    }

    /// <summary>Its other records become durable as always; what was written later with its key does not.</summary>
    [Fact]
    public void Refused_ABatchWithAKey_SendsTheRestOfIt()
    {
        var scene = new BatchScene();
        scene.Write(3, new WriteTerms { OrderingKey = Key });
        scene.Write(2, new WriteTerms { OrderingKey = Key });
        scene.Write(2);
        Settle(scene, static record => record == new BatchRecord(0, 1));

        Assert.Equal([new(0, 0), new(0, 2), new(2, 0), new(2, 1)], scene.Durable.Order(ByPlace));
        Assert.Equal((ZerobusErrorCode.RecordRefused, 1), (scene.Refused[0].Code, Assert.Single(scene.Refused[0].Indexes)));
        Assert.Equal(ZerobusErrorCode.RecordWithdrawn, scene.Refused[1].Code);
    }

    /// <summary>Whatever happens in whatever order, only what the service has acked is reported as durable.</summary>
    [Fact]
    public void Report_AnyStepsOfServiceAndCaller_IsDurableOnlyWhatWasAcked() =>
        Gen.Select(Gen.Select(Gen.Int[1, 5], Gen.Int[0, 3]).Array[1, 8], Gen.Int[0, 8].Array[0, 60])
            .Sample(static (writes, steps) =>
            {
                var scene = new BatchScene();
                foreach (var (records, terms) in writes)
                {
                    scene.Write(records, new WriteTerms
                    {
                        OrderingKey = terms == 1 ? Key : 0,
                        IsSuspect = terms == 2,
                        Expires = terms == 3 ? scene.Clock.GetUtcNow().AddSeconds(3) : null,
                    });
                }

                foreach (var step in steps) Step(scene, step);
                Settle(scene, static _ => false);

                Assert.Equal(scene.Acked.Intersect(scene.Durable).Order(ByPlace), scene.Durable.Order(ByPlace));
                Assert.True(scene.Ledger.IsSettled);
            });

    private static readonly Comparer<BatchRecord> ByPlace =
        Comparer<BatchRecord>.Create(static (a, b) => (a.Write, a.Index).CompareTo((b.Write, b.Index)));

    private static void Step(BatchScene scene, int step)
    {
        switch (step)
        {
            case 0: scene.Ack(); break;
            case 1 or 2: scene.End(byStatus: true); break;
            case 3: scene.End(byStatus: false); break;
            case 4: scene.Withdraw(Key); break;
            case 5: scene.Clock.Advance(TimeSpan.FromSeconds(1)); break;
            default: scene.Take(); break;
        }
    }

    // A batch of four that the search is inside of, and another one behind it.
    private static BatchScene Inside(WriteTerms terms)
    {
        var scene = new BatchScene();
        scene.Write(4, terms);
        scene.Write(4);
        scene.Take();
        scene.Take();
        scene.End(byStatus: true);
        Assert.Equal(4, scene.Take().Length);
        scene.End(byStatus: true);
        return scene;
    }

    private static void AssertNextIsWhole(BatchScene scene)
    {
        var whole = Enumerable.Range(0, 4).Select(static i => new BatchRecord(1, i)).ToArray();
        Assert.False(scene.Ledger.Writes.HasSettled(1));
        Assert.Equal(whole, scene.Take());
        scene.Ack();
        Assert.Superset(whole.ToHashSet(), scene.Durable);
        Assert.False(scene.Refused.ContainsKey(1));
    }

    // Plays a service that refuses some records, until everything is settled.
    private static void Settle(BatchScene scene, Func<BatchRecord, bool> isBad)
    {
        for (var left = 1000; left > 0 && !scene.Ledger.IsSettled; left--)
        {
            if (scene.Take() is not { Length: > 0 } records) scene.Ack();
            else if (records.Any(isBad)) scene.End(byStatus: true);
        }
    }
}
