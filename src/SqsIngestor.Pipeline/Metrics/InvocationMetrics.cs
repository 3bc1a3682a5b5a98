using SqsIngestor.Pipeline.Batches;

namespace SqsIngestor.Pipeline.Metrics;

/// <summary>What the metrics of one invocation are made of.</summary>
/// <param name="Batch">The batch in numbers.</param>
/// <param name="StreamReopens">Connections replaced since the invocation before.</param>
/// <param name="LateAcks">Messages of earlier invocations whose rows became durable after they were reported as failed.</param>
/// <param name="ColdStart">1 for the first invocation of a process, and 0 afterwards.</param>
internal readonly record struct InvocationMetrics(BatchResult Batch, int StreamReopens, int LateAcks, int ColdStart);
