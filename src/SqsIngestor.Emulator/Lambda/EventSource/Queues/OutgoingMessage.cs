using System.Text;

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

/// <summary>A message attribute.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">String, Number or Binary, possibly with a suffix after a dot: <c>Number.float</c>.</param>
/// <param name="Value">The bytes of a Binary; UTF-8 for the others.</param>
public sealed record MessageAttributeValue(string Name, string Type, ReadOnlyMemory<byte> Value)
{
    /// <summary>Whether the value is bytes and not text.</summary>
    public bool IsBinary => BaseType == "Binary";

    /// <summary>An attribute whose value is text.</summary>
    public static MessageAttributeValue OfText(string name, string type, string value) =>
        new(name, type, Encoding.UTF8.GetBytes(value));

    internal string BaseType => Type.Split('.', 2)[0];

    internal string Text => Encoding.UTF8.GetString(Value.Span);

    internal int Size => Encoding.UTF8.GetByteCount(Name) + Encoding.UTF8.GetByteCount(Type) + Value.Length;
}

/// <summary>The answer of the queue to a sent message.</summary>
/// <param name="MessageId">Its id. A duplicate has the id of the first message.</param>
/// <param name="SequenceNumber">Its place in the order of a FIFO queue, or null.</param>
/// <param name="IsDuplicate">
/// The queue received a message with this deduplication id within the last five minutes, so it does not deliver this one.
/// </param>
public sealed record SentMessage(string MessageId, string? SequenceNumber, bool IsDuplicate);
