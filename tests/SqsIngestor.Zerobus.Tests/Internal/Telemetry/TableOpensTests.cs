using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.Telemetry;

namespace SqsIngestor.Zerobus.Tests.Internal.Telemetry;

public sealed class TableOpensTests
{
    private static readonly Uri Endpoint = new("https://1.zerobus.example.com");

    [Fact]
    public void Add_TheHundredthWithinAMinute_Warns()
    {
        var opens = new TableOpens(new QuietClock());

        Assert.Equal(99, Enumerable.Range(0, 99).Count(_ => !opens.Add()));
        Assert.True(opens.Add());
    }

    [Fact]
    public void Add_FewerWithinEachMinute_NeverWarns()
    {
        var clock = new QuietClock();
        var opens = new TableOpens(clock);

        for (var i = 0; i < 1000; i++)
        {
            Assert.False(opens.Add());
            clock.Advance(TimeSpan.FromMilliseconds(610));
        }
    }

    [Fact]
    public void Add_WithoutEnd_WarnsOnceAMinute()
    {
        var clock = new QuietClock();
        var opens = new TableOpens(clock);
        var warnings = 0;

        // 10 minutes, 200 opens in each.
        for (var i = 0; i < 2000; i++)
        {
            warnings += opens.Add() ? 1 : 0;
            clock.Advance(TimeSpan.FromMilliseconds(300));
        }

        Assert.Equal(10, warnings);
    }

    [Fact]
    public void Of_SameClockEndpointAndTable_CountsTogether()
    {
        var clock = new QuietClock();
        var opens = OpenCounts.Of(clock, Endpoint, ZerobusRig.Table);

        Assert.Same(opens, OpenCounts.Of(clock, Endpoint, ZerobusTableName.Parse(ZerobusRig.Table.FullName)));
        Assert.NotSame(opens, OpenCounts.Of(clock, new Uri("https://2.zerobus.example.com"), ZerobusRig.Table));
        Assert.NotSame(opens, OpenCounts.Of(clock, Endpoint, ZerobusTableName.Parse("main.ingest.other")));
        Assert.NotSame(opens, OpenCounts.Of(new QuietClock(), Endpoint, ZerobusRig.Table));
    }
}
