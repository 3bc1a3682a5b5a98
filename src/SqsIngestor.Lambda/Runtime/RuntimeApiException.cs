namespace SqsIngestor.Lambda.Runtime;

/// <summary>The Runtime API answered 500: its container is no longer usable, and the process exits at once.</summary>
internal sealed class RuntimeApiException(string message) : Exception(message);
