namespace SqsIngestor.Lambda.Events;

/// <summary>The invocation's payload is not an SQS event. Nothing of it has been consumed.</summary>
internal sealed class EventException(string message) : Exception(message);
