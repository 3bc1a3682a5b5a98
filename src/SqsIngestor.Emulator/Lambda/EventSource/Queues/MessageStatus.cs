namespace SqsIngestor.Emulator.Lambda.EventSource.Queues;

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
