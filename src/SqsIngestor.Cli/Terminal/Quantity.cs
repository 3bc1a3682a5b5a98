using System.Globalization;

namespace SqsIngestor.Cli.Terminal;

/// <summary>Numbers for people: plurals, durations and sizes.</summary>
internal static class Quantity
{
    /// <summary><c>1 message</c>, <c>2 messages</c>. The noun takes an s.</summary>
    public static string Count(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary><c>once</c>, <c>2 times</c>.</summary>
    public static string Times(int count) => count == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{count} times");

    /// <summary>A duration as the command line takes it: <c>150ms</c>, <c>5s</c>, <c>2m</c>.</summary>
    public static string Duration(TimeSpan duration) => duration switch
    {
        { Ticks: > 0 } when duration < TimeSpan.FromSeconds(1) =>
            string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0.###}ms"),
        { Ticks: > 0 } when duration.Ticks % TimeSpan.TicksPerMinute == 0 =>
            string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMinutes:0}m"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.###}s"),
    };

    /// <summary><c>1.25 MB</c>.</summary>
    public static string Megabytes(int bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.00} MB");
}
