using SqsIngestor.Emulator.Lambda.EventSource.Queues;

namespace SqsIngestor.Cli.Serve.Control;

/// <summary>The state of the queue.</summary>
internal sealed record QueueAnswer(string Arn, QueueCounts Counts, IReadOnlyList<DeadLetter> DeadLetters, int? FunctionProcessId);
