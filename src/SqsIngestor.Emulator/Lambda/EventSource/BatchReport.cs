namespace SqsIngestor.Emulator.Lambda.EventSource;

/// <summary>An invocation with a batch of the queue, and what it meant for the messages.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="MessageIds">The ids of the messages, in order.</param>
/// <param name="Result">What came of the invocation.</param>
/// <param name="Verdict">What happened to the messages.</param>
public sealed record BatchReport(int Number, IReadOnlyList<string> MessageIds, InvocationResult Result, BatchVerdict Verdict);
