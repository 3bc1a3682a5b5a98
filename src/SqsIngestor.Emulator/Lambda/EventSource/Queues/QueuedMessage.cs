using System.Globalization;

namespace SqsIngestor.Emulator.Lambda.EventSource.Queues;

/// <summary>A message in a queue. The queue's lock guards it.</summary>
internal sealed class QueuedMessage(OutgoingMessage content, string id, long number, DateTimeOffset sentAt)
{
    /// <summary>Null after the message was deleted: only its state is kept.</summary>
    public OutgoingMessage? Content { get; set; } = content;

    public string Id { get; } = id;

    /// <summary>Its place in the order of arrival.</summary>
    public long Number { get; } = number;

    public string? GroupId { get; } = content.GroupId;

    public string? DeduplicationId { get; init; }

    public DateTimeOffset SentAt { get; } = sentAt;

    public string Md5OfBody { get; } = MessageDigests.OfBody(content.Body);

    public string? Md5OfAttributes { get; } = MessageDigests.OfAttributes(content.Attributes);

    public QueuedMessageState State { get; set; }

    public int ReceiveCount { get; set; }

    public int Answers { get; set; }

    public DateTimeOffset FirstReceivedAt { get; set; }

    public string? ReceiptHandle { get; set; }

    public DateTimeOffset VisibleAt { get; set; }

    public string SequenceNumber => SequenceNumberOf(Number);

    public MessageStatus Status => new(Id, State, ReceiveCount, Answers);

    /// <summary>20 digits, as in SQS.</summary>
    public static string SequenceNumberOf(long number) => string.Create(CultureInfo.InvariantCulture, $"188{number:D17}");
}

/// <summary>The state of a message.</summary>
public enum QueuedMessageState
{
    /// <summary>It can be received.</summary>
    Visible,

    /// <summary>It was received and is hidden until it is deleted or its visibility timeout ends.</summary>
    InFlight,

    /// <summary>It was deleted.</summary>
    Deleted,

    /// <summary>It was received too often and is in the dead-letter queue.</summary>
    DeadLettered,
}
