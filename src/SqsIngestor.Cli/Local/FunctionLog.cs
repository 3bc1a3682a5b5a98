using System.Text.Json;
using SqsIngestor.Emulator.Lambda;

namespace SqsIngestor.Cli.Local;

/// <summary>The function's log lines since the last look, as sentences.</summary>
internal sealed class FunctionLog
{
    private readonly Lock _gate = new();
    private readonly List<OutputLine> _lines = [];

    public void Add(OutputLine line)
    {
        lock (_gate) _lines.Add(line);
    }

    /// <summary>Takes the warnings and errors, and whatever was not written as a log line.</summary>
    public IReadOnlyList<string> TakeProblems() => Take(line => TryParse(line, out var level, out var message) ? level is "INFO" or "DEBUG" or "TRACE" ? null : message : line);

    /// <summary>Takes what was not written as a log line: a crash of the process.</summary>
    public IReadOnlyList<string> TakeUnformatted() => Take(line => TryParse(line, out _, out _) ? null : line);

    private List<string> Take(Func<string, string?> select)
    {
        lock (_gate)
        {
            var taken = _lines.Select(l => l.Text).Where(l => !string.IsNullOrWhiteSpace(l)).Select(select).OfType<string>().ToList();
            _lines.Clear();
            return taken;
        }
    }

    private static bool TryParse(string line, out string? level, out string? message)
    {
        (level, message) = (null, null);
        try
        {
            using var document = JsonDocument.Parse(line);
            // Metrics are for CloudWatch.
            if (document.RootElement.TryGetProperty("_aws", out _))
            {
                level = "INFO";
                return true;
            }
            level = document.RootElement.GetProperty("level").GetString();
            message = document.RootElement.GetProperty("message").GetString();
            return true;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }
}
