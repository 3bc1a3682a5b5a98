using SqsIngestor.Emulator.Nemesis;
using SqsIngestor.Emulator.Nemesis.Faults;
using SqsIngestor.Emulator.Nemesis.Recording;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Emulator.Tests.Nemesis.Faults;

public sealed class FaultScheduleTests
{
    [Fact]
    public void Plan_SameSeed_IsTheSame() => Assert.Equal(Plan(7, 60, tables: 3), Plan(7, 60, tables: 3));

    [Fact]
    public void Plan_AnotherSeed_IsAnother() => Assert.NotEqual(Plan(7, 60, tables: 3), Plan(8, 60, tables: 3));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Plan_LongEnough_HasEveryKindOfTheQueue(bool isFifo)
    {
        var kinds = Plan(7, 60, tables: 3, isFifo).Select(fault => fault.Kind).Distinct().Order();

        Assert.Equal(Enum.GetValues<NemesisFault>().Where(kind => !isFifo || kind != NemesisFault.DeliveredTwice), kinds);
    }

    [Fact]
    public void Plan_SeveralTables_EndsWithOneInTroubleAlone()
    {
        var faults = Plan(7, 15, tables: 3);

        Assert.Equal(TimeSpan.FromSeconds(12), faults[^1].At);
        Assert.True(faults[^2].At < TimeSpan.FromSeconds(8));
        Assert.Equal(faults.OrderBy(fault => fault.At), faults);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(75)]
    public void Plan_SeveralTables_NothingDisturbsTheLastFault(int seconds)
    {
        var recovery = TimeSpan.FromSeconds(3);
        foreach (var seed in Enumerable.Range(0, 50))
        {
            var faults = Plan(seed, seconds, tables: 3);

            Assert.All(
                faults.SkipLast(1),
                fault => Assert.True(
                    fault.At + fault.Duration * (fault.Kind.IsOutage() ? 2 : 1) + recovery <= faults[^1].At, fault.ToString()));
        }
    }

    [Fact]
    public void Plan_OneTable_HasFaultsToTheEnd() =>
        Assert.True(Plan(7, 60, tables: 1)[^1].At > TimeSpan.FromSeconds(53));

    private static IReadOnlyList<PlannedFault> Plan(int seed, int seconds, int tables, bool isFifo = false)
    {
        using var folder = new TemporaryFolder();
        return FaultSchedule.Plan(
            NemesisSample.CreateOptions(folder.Path, tables, isFifo, "bootstrap", seed, TimeSpan.FromSeconds(seconds)));
    }
}
