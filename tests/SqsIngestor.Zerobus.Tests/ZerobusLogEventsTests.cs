using System.Reflection;
using Microsoft.Extensions.Logging;
using SqsIngestor.Zerobus.Internal;

namespace SqsIngestor.Zerobus.Tests;

public sealed class ZerobusLogEventsTests
{
    [Fact]
    public void All_EveryLogLine_HasARowWithItsIdNameAndLevel()
    {
        var lines = typeof(ZerobusLog).Assembly.GetTypes()
            .SelectMany(static type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .Select(static line => (line.EventId, line.EventName, line.Level))
            .Order();

        Assert.Equal(lines, ZerobusLogEvents.All.Select(static row => (row.Id, (string?)row.Name, row.Level)));
    }

    [Fact]
    public void All_EveryRow_IsInTheClientsRangeAndSaysWhatToDo()
    {
        Assert.All(ZerobusLogEvents.All, static row =>
        {
            Assert.InRange(row.Id, 1000, 1999);
            Assert.EndsWith(".", row.Meaning, StringComparison.Ordinal);
            Assert.EndsWith(".", row.Action, StringComparison.Ordinal);
        });
        Assert.Distinct(ZerobusLogEvents.All.Select(static row => row.Id));
        Assert.Distinct(ZerobusLogEvents.All.Select(static row => row.Name));
    }
}
