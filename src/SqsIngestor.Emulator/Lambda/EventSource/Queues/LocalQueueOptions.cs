namespace SqsIngestor.Emulator.Lambda.EventSource.Queues;

/// <summary>How a <see cref="LocalSqs"/> behaves. Every value has a default.</summary>
public sealed record LocalQueueOptions
{
    /// <summary>The queue's name. That of a FIFO queue ends in <c>.fifo</c>. Default <c>local</c>.</summary>
    public string Name { get; init; } = "local";

    /// <summary>How long a received message stays hidden if it is not deleted. Default 30 seconds, as in SQS.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a message is received before it goes to the dead letters, at least 1. Default 5.</summary>
    public int MaxReceiveCount { get; init; } = 5;

    /// <summary>AWS region of the queue's ARN. Default <c>eu-west-1</c>.</summary>
    public string Region { get; init; } = "eu-west-1";

    /// <summary>Account of the queue's ARN. Default <c>123456789012</c>.</summary>
    public string AccountId { get; init; } = "123456789012";

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The queue's ARN.</summary>
    public string Arn => $"arn:aws:sqs:{Region}:{AccountId}:{Name}";

    /// <summary>Whether the queue keeps the order of its groups.</summary>
    public bool IsFifo => Name.EndsWith(".fifo", StringComparison.Ordinal);
}
