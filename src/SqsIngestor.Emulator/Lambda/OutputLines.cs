namespace SqsIngestor.Emulator.Lambda;

/// <summary>The last lines of output, in order.</summary>
internal sealed class OutputLines(int limit, Action<OutputLine>? onLine)
{
    private readonly Lock _lock = new();
    private readonly Queue<OutputLine> _lines = new();

    public IReadOnlyList<OutputLine> Snapshot()
    {
        lock (_lock) return [.. _lines];
    }

    public void Add(OutputLine line)
    {
        lock (_lock)
        {
            _lines.Enqueue(line);
            while (_lines.Count > limit) _lines.Dequeue();
            onLine?.Invoke(line);
        }
    }

    /// <summary>Reads a stream to its end.</summary>
    public async Task ReadAsync(TextReader reader, bool isError)
    {
        while (await reader.ReadLineAsync() is { } line) Add(new OutputLine(line, isError));
    }
}

/// <summary>A line that the function wrote.</summary>
/// <param name="Text">The line without its end.</param>
/// <param name="IsError">Whether it was written to standard error.</param>
public readonly record struct OutputLine(string Text, bool IsError);
