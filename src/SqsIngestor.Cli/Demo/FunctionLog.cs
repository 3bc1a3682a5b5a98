using System.Text.Json;
using SqsIngestor.Emulator.Lambda;

namespace SqsIngestor.Cli.Demo;

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
    public IReadOnlyList<string> TakeProblems()
    {
        lock (_gate)
        {
            var problems = _lines.Select(Problem).OfType<string>().ToList();
            _lines.Clear();
            return problems;
        }
    }

    private static string? Problem(OutputLine line)
    {
        try
        {
            using var document = JsonDocument.Parse(line.Text);
            var level = document.RootElement.GetProperty("level").GetString();
            return level is "WARN" or "ERROR" or "FATAL" ? document.RootElement.GetProperty("message").GetString() : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return string.IsNullOrWhiteSpace(line.Text) ? null : line.Text;
        }
    }
}
