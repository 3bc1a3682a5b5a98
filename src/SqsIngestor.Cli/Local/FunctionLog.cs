using System.Text.Json;
using SqsIngestor.Emulator.Lambda;

namespace SqsIngestor.Cli.Local;

/// <summary>Collects the log lines of the function until a command prints them. Thread-safe.</summary>
internal sealed class FunctionLog
{
    private readonly Lock _gate = new();
    private readonly List<OutputLine> _lines = [];

    public void Add(OutputLine line)
    {
        lock (_gate) _lines.Add(line);
    }

    // What a message lacks although the mapping means it, at level DEBUG.
    private static readonly string[] Notable = ["MessageWithoutRow", "RowsSkipped"];

    /// <summary>
    /// Takes the messages of warnings and errors, of rows that messages lack, and lines that are not log lines.
    /// </summary>
    public IReadOnlyList<string> TakeProblems() =>
        Take(
            line =>
            TryParse(line, out var level, out var message, out var name)
                ? level is "INFO" or "DEBUG" or "TRACE" && !Notable.Contains(name) ? null : message
                : line);

    /// <summary>Takes the lines that are not log lines: the output of a crash.</summary>
    public IReadOnlyList<string> TakeUnformatted() => Take(line => TryParse(line, out _, out _, out _) ? null : line);

    private List<string> Take(Func<string, string?> select)
    {
        lock (_gate)
        {
            var taken =
                _lines.Select(l => l.Text).Where(l => !string.IsNullOrWhiteSpace(l)).Select(select).OfType<string>().ToList();
            _lines.Clear();
            return taken;
        }
    }

    private static bool TryParse(string line, out string? level, out string? message, out string? name)
    {
        (level, message, name) = (null, null, null);
        try
        {
            using var document = JsonDocument.Parse(line);
            // A line of metrics is for CloudWatch, not for people.
            if (document.RootElement.TryGetProperty("_aws", out _))
            {
                level = "INFO";
                return true;
            }
            level = document.RootElement.GetProperty("level").GetString();
            message = document.RootElement.GetProperty("message").GetString();
            if (document.RootElement.TryGetProperty("event", out var written)) name = written.GetString();
            return true;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }
}
