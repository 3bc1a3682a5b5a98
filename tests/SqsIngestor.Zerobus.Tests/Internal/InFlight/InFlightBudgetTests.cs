using CsCheck;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.InFlight;

namespace SqsIngestor.Zerobus.Tests.Internal.InFlight;

/// <summary>What streams hold together, counted in segments: no real memory is short here.</summary>
public sealed class InFlightBudgetTests
{
    [Fact]
    public void TryTake_AnyTakesAndReturns_KeepTheBoundAndEveryPart() =>
        Gen.Select(
                Gen.Int[1, 6], Gen.Int[1, 8], Gen.Int[1, 64], Gen.Select(Gen.Int[0, 5], Gen.Int[1, 8], Gen.Bool).Array[1, 200])
            .Sample(static (streams, expected, segments, steps) =>
            {
                var budget = new InFlightBudget(segments, new QuietClock()) { Expected = expected };
                var shares = Enumerable.Range(0, streams).Select(_ => budget.Join(static () => { })).ToArray();
                foreach (var (stream, count, takes) in steps)
                {
                    var share = shares[stream % streams];
                    if (takes)
                    {
                        var own = share.Used + count <= segments / 2 / Math.Max(streams, expected);
                        Assert.True(share.TryTake(count) || !own, "A stream did not get its own part.");
                    }
                    else
                    {
                        share.Return((int)Math.Min(count, share.Used));
                    }

                    Assert.Equal(shares.Sum(static s => s.Used), budget.Used);
                    Assert.InRange(budget.Used, 0, segments);
                }
            });

    [Fact]
    public void TryTake_JoinedAfterAnotherTookAllItCould_HasItsOwnPart()
    {
        var budget = new InFlightBudget(8, new QuietClock()) { Expected = 2 };
        var hog = budget.Join(Nothing);
        while (hog.TryTake(1))
        {
        }

        Assert.Equal(6, hog.Used);
        var late = budget.Join(Nothing);
        Assert.True(late.TryTake(2));
        Assert.False(late.TryTake(1));
    }

    [Fact]
    public void TryTake_ReplacesAStreamThatHasFailed_HasItsPart()
    {
        var budget = new InFlightBudget(8, new QuietClock()) { Expected = 2 };
        var (hog, failed) = (budget.Join(Nothing), budget.Join(Nothing));
        failed.Leave();
        while (hog.TryTake(1))
        {
        }

        Assert.True(budget.Join(Nothing).TryTake(2));
    }

    [Fact]
    public async Task Expected_Lowered_WakesWhoeverFitsNow()
    {
        var woken = new TaskCompletionSource();
        var budget = new InFlightBudget(8, new QuietClock()) { Expected = 2 };
        var only = budget.Join(() => woken.TrySetResult());
        Assert.False(only.TryTake(8));
        // To begin to wait wakes everyone once.
        await woken.Task.WaitAsync(Eventually.Patience);
        woken = new TaskCompletionSource();

        budget.Expected = 1;

        await woken.Task.WaitAsync(Eventually.Patience);
        Assert.True(only.TryTake(8));
    }

    [Fact]
    public void TryTake_BeyondTheParts_GoesToWhoeverWaitsLongest()
    {
        var budget = new InFlightBudget(8, new QuietClock());
        var (hog, first, second) = (budget.Join(Nothing), budget.Join(Nothing), budget.Join(Nothing));
        Assert.True(hog.TryTake(6));
        Assert.True(second.TryTake(1));
        Assert.True(first.TryTake(1));

        Assert.False(first.TryTake(1));
        Assert.False(second.TryTake(1));
        hog.Return(1);

        Assert.False(second.TryTake(1));
        Assert.True(first.TryTake(1));
        hog.Return(1);
        Assert.True(second.TryTake(1));
    }

    [Fact]
    public async Task Return_SomebodyWaits_WakesIt()
    {
        var budget = new InFlightBudget(4, new QuietClock());
        var woken = new TaskCompletionSource();
        var (hog, other) = (budget.Join(Nothing), budget.Join(() => woken.TrySetResult()));
        Assert.True(hog.TryTake(3));
        Assert.False(other.TryTake(2));

        hog.Return(1);

        await woken.Task.WaitAsync(Eventually.Patience);
        Assert.True(other.TryTake(2));
    }

    [Fact]
    public async Task Leave_SomebodyWaits_WakesItAndCountsNoMore()
    {
        var budget = new InFlightBudget(4, new QuietClock());
        var woken = new TaskCompletionSource();
        var (hog, other) = (budget.Join(Nothing), budget.Join(() => woken.TrySetResult()));
        Assert.True(hog.TryTake(3));
        Assert.False(other.TryTake(4));

        hog.Leave();

        await woken.Task.WaitAsync(Eventually.Patience);
        Assert.True(other.TryTake(4));
        hog.Return(1);
        Assert.Equal(4, budget.Used);
    }

    [Fact]
    public void StopWaiting_OfTheFirst_LetsTheNextPass()
    {
        var budget = new InFlightBudget(4, new QuietClock());
        var (first, second) = (budget.Join(Nothing), budget.Join(Nothing));
        Assert.True(first.TryTake(2));
        Assert.False(first.TryTake(4));
        Assert.False(second.TryTake(2));

        first.StopWaiting();

        Assert.True(second.TryTake(2));
    }

    private static void Nothing()
    {
    }
}
