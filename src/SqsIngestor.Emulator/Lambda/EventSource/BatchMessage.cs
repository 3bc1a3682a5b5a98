namespace SqsIngestor.Emulator.Lambda.EventSource;

/// <summary>One message of a batch.</summary>
/// <param name="Index">Its place in the event's Records, from 0.</param>
/// <param name="MessageId">Its id. Two messages of a batch may have the same.</param>
/// <param name="ReceiptHandle">The handle of this receipt; empty when the event has none.</param>
public sealed record BatchMessage(int Index, string MessageId, string ReceiptHandle);
