namespace SqsIngestor.Emulator.Lambda.EventSource.Queues;

/// <summary>The number of messages in each state.</summary>
/// <param name="Visible">Messages that can be received now.</param>
/// <param name="InFlight">Messages that were received and are hidden until their visibility timeout ends.</param>
/// <param name="Deleted">Messages that were deleted since the queue was created.</param>
/// <param name="DeadLettered">Messages in the dead-letter queue.</param>
public sealed record QueueCounts(int Visible, int InFlight, long Deleted, int DeadLettered);

/// <summary>The state of a message.</summary>
/// <param name="MessageId">Its id.</param>
/// <param name="State">Where it is.</param>
/// <param name="ReceiveCount">How often it was received.</param>
/// <param name="Answers">How many invocations that received it have ended.</param>
public sealed record MessageStatus(string MessageId, QueuedMessageState State, int ReceiveCount, int Answers)
{
    /// <summary>Whether nothing more will happen to it.</summary>
    public bool IsSettled => State is QueuedMessageState.Deleted or QueuedMessageState.DeadLettered;
}

/// <summary>A message that was received too often.</summary>
/// <param name="MessageId">Its id.</param>
/// <param name="ReceiveCount">How often it was received.</param>
/// <param name="SentAt">When it was sent.</param>
/// <param name="DeadAt">When it was moved to the dead-letter queue.</param>
/// <param name="GroupId">Its group, or null.</param>
/// <param name="Body">Its text.</param>
public sealed record DeadLetter(
    string MessageId, int ReceiveCount, DateTimeOffset SentAt, DateTimeOffset DeadAt, string? GroupId, string Body);
