using System.Reflection;
using Microsoft.Extensions.Logging;
using SqsIngestor.Emulator.Ingest;

namespace SqsIngestor.Emulator.Tests.Ingest;

public sealed class IngestLogEventsTests
{
    [Fact]
    public void All_AreTheLogMethodsOfTheEmulator()
    {
        var methods = typeof(IngestLogEvents).Assembly.GetTypes()
            .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
            .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>();

        Assert.Equal(
            methods.Select(static m => (m.EventId, m.EventName, m.Level)).OrderBy(static m => m.EventId),
            IngestLogEvents.All.Select(static e => (e.Id, (string?)e.Name, e.Level)));
    }

    [Fact]
    public void All_AreInTheRangeOfTheEmulator() => Assert.All(IngestLogEvents.All, static e => Assert.InRange(e.Id, 4000, 4999));
}
