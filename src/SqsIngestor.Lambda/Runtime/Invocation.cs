namespace SqsIngestor.Lambda.Runtime;

/// <summary>What <c>next</c> gave: one event to answer.</summary>
/// <param name="RequestId">Names the invocation in the answer.</param>
/// <param name="Deadline">When Lambda ends the invocation.</param>
/// <param name="TraceId">For X-Ray; null when there is none.</param>
/// <param name="Payload">Holds the event in its first <paramref name="Length"/> bytes; reused by the next invocation.</param>
/// <param name="Length">Bytes of the event.</param>
internal sealed record Invocation(string RequestId, DateTimeOffset Deadline, string? TraceId, byte[] Payload, int Length);
