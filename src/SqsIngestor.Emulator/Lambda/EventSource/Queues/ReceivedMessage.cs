namespace SqsIngestor.Emulator.Lambda.EventSource.Queues;

/// <summary>A message as one receive gave it.</summary>
/// <param name="MessageId">Its id.</param>
/// <param name="ReceiptHandle">Stands for this receive; a later one has another.</param>
/// <param name="ReceiveCount">How often it has been received, this time included.</param>
/// <param name="Record">The message as an element of an event's Records, JSON in UTF-8.</param>
public sealed record ReceivedMessage(string MessageId, string ReceiptHandle, int ReceiveCount, ReadOnlyMemory<byte> Record);
