namespace SqsIngestor.Emulator.Lambda.EventSource.Queues;

/// <summary>What the queue says to a message that was sent.</summary>
/// <param name="MessageId">Its id. A duplicate has that of the first one.</param>
/// <param name="SequenceNumber">Its place in the order of a FIFO queue, or null.</param>
/// <param name="IsDuplicate">A message with this deduplication id came within the last five minutes, so this one is not delivered.</param>
public sealed record SentMessage(string MessageId, string? SequenceNumber, bool IsDuplicate);
