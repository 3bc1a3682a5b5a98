namespace SqsIngestor.Emulator.Lambda.EventSource.Queues;

/// <summary>A message that a producer sends.</summary>
/// <param name="Body">Its text.</param>
public sealed record OutgoingMessage(string Body)
{
    /// <summary>Its attributes, at most 10. Default none.</summary>
    public IReadOnlyList<MessageAttributeValue> Attributes { get; init; } = [];

    /// <summary>MessageGroupId. A FIFO queue needs one. Default null.</summary>
    public string? GroupId { get; init; }

    /// <summary>MessageDeduplicationId, for FIFO queues. Default null: the SHA-256 of the body.</summary>
    public string? DeduplicationId { get; init; }

    /// <summary>AWSTraceHeader. Default null.</summary>
    public string? TraceHeader { get; init; }
}
