using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests;

public sealed partial class LogEventsTests
{
    [Fact]
    public void All_AreTheLogMethodsOfTheLibrary()
    {
        var methods = typeof(LogEvents).Assembly.GetTypes()
            .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
            .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>();

        Assert.Equal(
            methods.Select(static m => (m.EventId, m.EventName, m.Level)).OrderBy(static m => m.EventId),
            LogEvents.All.Select(static e => (e.Id, (string?)e.Name, e.Level)));
    }

    [Fact]
    public void All_AreInTheRangeOfThePipelineAndSayWhatToDo() => Assert.All(LogEvents.All, static e =>
    {
        Assert.InRange(e.Id, 2000, 2999);
        Assert.Matches("^[A-Z][A-Za-z]+$", e.Name);
        Assert.EndsWith(".", e.Meaning, StringComparison.Ordinal);
        Assert.EndsWith(".", e.Action, StringComparison.Ordinal);
    });

    [Fact]
    public void EventIds_OfTheWholeProduct_AreUnique()
    {
        var events = Directory.EnumerateFiles(RepositoryFiles.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(static file => LogMethod().Matches(File.ReadAllText(file)).Select(
                match => (
                    Id: int.Parse(match.Groups["id"].ValueSpan, CultureInfo.InvariantCulture),
                    File: Path.GetFileName(file))))
            .ToList();

        Assert.True(events.Count > 30);
        var twice = events.GroupBy(static e => e.Id).Where(static same => same.Count() > 1).Select(
            static same => $"The log event id {same.Key} is used in {string.Join(" and ", same.Select(static e => e.File))}.");
        Assert.True(!twice.Any(), string.Join('\n', twice));
    }

    [GeneratedRegex(@"\[\s*LoggerMessage\(\s*(EventId\s*=\s*)?(?<id>\d+)")]
    private static partial Regex LogMethod();
}
