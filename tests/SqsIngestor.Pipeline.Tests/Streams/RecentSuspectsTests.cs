using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests.Streams;

public sealed class RecentSuspectsTests
{
    private readonly QuietClock _clock = new();

    [Fact]
    public void Count_AfterAMinute_ForgetsTheOld()
    {
        var suspects = new RecentSuspects(_clock);
        suspects.Add(1);
        suspects.Add(2);
        _clock.Advance(TimeSpan.FromSeconds(30));
        suspects.Add(2);
        suspects.Add(3);
        Assert.Equal(3, suspects.Count);

        _clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(2, suspects.Count);
    }

    /// <summary>The function may run for months, and nobody asks how many there are unless a message has strikes.</summary>
    [Fact]
    public void Add_ForYearsWithoutAQuestion_KeepsFew()
    {
        var suspects = new RecentSuspects(_clock);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var key = 0u; key < 100_000; key++)
        {
            suspects.Add(key);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        // A dictionary of all of them takes megabytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }
}
