using SqsIngestor.Pipeline.Batches;

namespace SqsIngestor.Lambda.Managed;

/// <summary>What one invocation at a time needs.</summary>
/// <param name="Processor">Processes its batch.</param>
/// <param name="Buffer">Holds its event.</param>
internal sealed record Worker(BatchProcessor Processor, EventBuffer Buffer);
