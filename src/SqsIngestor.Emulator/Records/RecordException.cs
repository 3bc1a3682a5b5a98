namespace SqsIngestor.Emulator.Records;

/// <summary>A record that the service refuses. The text names the rule and the place, never the value.</summary>
internal sealed class RecordException(string code, string path, string message)
    : Exception(path.Length == 0 ? $"{code}: {message}" : $"{code}: column {path}: {message}")
{
    public string Code { get; } = code;

    public string Path { get; } = path;
}
