using Microsoft.Extensions.Time.Testing;
using SqsIngestor.Zerobus.Internal.Recovery;

namespace SqsIngestor.Zerobus.Tests.Internal.Recovery;

public sealed class OpenBudgetTests
{
    [Fact]
    public void TryTake_MoreThanTheMinuteAllows_IsRefusedUntilTheOldestIsAMinuteOld()
    {
        var clock = new FakeTimeProvider();
        var budget = new OpenBudget(2, clock);

        Assert.True(budget.TryTake());
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(budget.TryTake());
        Assert.False(budget.TryTake());
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(budget.TryTake());
        Assert.False(budget.TryTake());
    }
}
