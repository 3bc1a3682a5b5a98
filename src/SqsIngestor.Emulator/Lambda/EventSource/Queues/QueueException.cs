namespace SqsIngestor.Emulator.Lambda.EventSource.Queues;

/// <summary>The queue does not take a message, as SQS would not.</summary>
public sealed class QueueException : Exception
{
    internal QueueException(string code, string message)
        : base($"{code}: {message}") => Code = code;

    /// <summary>A stable name for the fault, for instance <c>message_too_large</c>.</summary>
    public string Code { get; }
}
