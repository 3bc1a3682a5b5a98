using System.Reflection;
using Microsoft.Extensions.Logging;

namespace SqsIngestor.Lambda.Tests;

public sealed class LambdaLogEventsTests
{
    [Fact]
    public void All_AreTheLogMethodsOfTheProgram()
    {
        var methods = typeof(LambdaLogEvents).Assembly.GetTypes()
            .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
            .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>();

        Assert.Equal(
            methods.Select(static m => (m.EventId, m.EventName, m.Level)).OrderBy(static m => m.EventId),
            LambdaLogEvents.All.Select(static e => (e.Id, (string?)e.Name, e.Level)));
    }

    [Fact]
    public void All_AreInTheRangeOfTheProgram() => Assert.All(LambdaLogEvents.All, static e => Assert.InRange(e.Id, 3000, 3999));
}
