namespace SqsIngestor.Catalog.Protobuf.Files;

/// <summary>A message that no table can be made of: which field, why, and what to do.</summary>
public sealed class MessageTableException : Exception
{
    internal MessageTableException(string path, string message)
        : base(path.Length == 0 ? message : $"{path}: {message}") => Path = path;

    /// <summary>The field; empty for the whole message.</summary>
    public string Path { get; }
}
