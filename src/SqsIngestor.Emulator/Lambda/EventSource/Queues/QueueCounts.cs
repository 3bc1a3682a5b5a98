namespace SqsIngestor.Emulator.Lambda.EventSource.Queues;

/// <summary>How many messages are where.</summary>
/// <param name="Visible">Can be received now.</param>
/// <param name="InFlight">Are hidden by a receive.</param>
/// <param name="Deleted">Were deleted since the queue was made.</param>
/// <param name="DeadLettered">Lie with the dead letters.</param>
public sealed record QueueCounts(int Visible, int InFlight, long Deleted, int DeadLettered);

/// <summary>What has become of a message so far.</summary>
/// <param name="MessageId">Its id.</param>
/// <param name="State">Where it is.</param>
/// <param name="ReceiveCount">How often it was received.</param>
/// <param name="Answers">How often an invocation that had it has ended.</param>
public sealed record MessageStatus(string MessageId, QueuedMessageState State, int ReceiveCount, int Answers)
{
    /// <summary>Whether nothing more will happen to it.</summary>
    public bool IsSettled => State is QueuedMessageState.Deleted or QueuedMessageState.DeadLettered;
}

/// <summary>A message that was received too often.</summary>
/// <param name="MessageId">Its id.</param>
/// <param name="ReceiveCount">How often it was received.</param>
/// <param name="SentAt">When it was sent.</param>
/// <param name="DeadAt">When it came to the dead letters.</param>
/// <param name="GroupId">Its group, or null.</param>
/// <param name="Body">Its text.</param>
public sealed record DeadLetter(string MessageId, int ReceiveCount, DateTimeOffset SentAt, DateTimeOffset DeadAt, string? GroupId, string Body);
