namespace SqsIngestor.Mapping.Events;

/// <summary>The invocation's payload is not an SQS event. Nothing of it has been consumed.</summary>
public sealed class SqsEventException : Exception
{
    internal SqsEventException(string message) : base(message)
    {
    }
}
