namespace SqsIngestor.Lambda.Batches;

/// <summary>A batch in numbers.</summary>
/// <param name="Received">Messages in the event.</param>
/// <param name="Rows">Rows known to be durable.</param>
/// <param name="Failed">Messages reported back to the queue.</param>
internal readonly record struct BatchResult(int Received, int Rows, int Failed);
