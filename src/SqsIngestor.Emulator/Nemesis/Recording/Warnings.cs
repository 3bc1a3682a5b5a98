using System.Globalization;
using System.Text.RegularExpressions;

namespace SqsIngestor.Emulator.Nemesis.Recording;

/// <summary>
/// The warnings and errors that the processes wrote, so that a verdict can show those of a message. They hold no content. Any
/// thread may add to it.
/// </summary>
internal sealed partial class Warnings
{
    private const int MostShown = 8;
    private const int MostKept = 50_000;

    private static readonly string[] Levels = ["\"level\":\"WARN\"", "\"level\":\"ERROR\""];

    private readonly Lock _lock = new();
    private readonly Queue<string> _lines = [];

    /// <summary>A process wrote a line. Others than warnings and errors are not kept.</summary>
    public void Add(string process, TimeSpan at, string line)
    {
        if (!Levels.Any(level => line.Contains(level, StringComparison.Ordinal))) return;
        lock (_lock)
        {
            if (_lines.Count == MostKept) _lines.Dequeue();
            _lines.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{process} {at.TotalSeconds:0.000} {line}"));
        }
    }

    /// <summary>The last lines about the messages that evidence names.</summary>
    public IReadOnlyList<string> About(string evidence)
    {
        var ids = MessageId().Matches(evidence).Select(match => match.Value).ToList();
        lock (_lock)
        {
            return [.. _lines.Where(line => ids.Exists(id => line.Contains(id, StringComparison.Ordinal))).TakeLast(MostShown)];
        }
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture)]
    private static partial Regex MessageId();
}
