using SqsIngestor.Cli.Reference;

namespace SqsIngestor.Cli.Tests.Reference;

public sealed class LogEventsPageTests
{
    [Fact]
    public void Events_OfTheWholeProduct_HaveIdsAndNamesOfTheirOwn()
    {
        var events = LogEventsPage.Events;

        Assert.True(events.Count > 60);
        Assert.Empty(events.GroupBy(static e => e.Id).Where(static same => same.Count() > 1).Select(static same => same.Key));
        Assert.Empty(events.GroupBy(static e => e.Name).Where(static same => same.Count() > 1).Select(static same => same.Key));
    }
}
