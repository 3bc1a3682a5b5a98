namespace SqsIngestor.Lambda.Runtime;

/// <summary>The Runtime API failed or is gone: its container is no longer usable, and the process exits at once.</summary>
internal sealed class RuntimeApiException(string message) : Exception(message);
