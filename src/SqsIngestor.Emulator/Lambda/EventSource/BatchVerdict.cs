namespace SqsIngestor.Emulator.Lambda.EventSource;

/// <summary>What happens to the messages of a batch.</summary>
/// <param name="Kind">How the invocation is taken.</param>
/// <param name="Deleted">The messages that are gone.</param>
/// <param name="Returned">The messages that become visible again after their time-out.</param>
/// <param name="Reason">Why, for a person.</param>
public sealed record BatchVerdict(BatchVerdictKind Kind, IReadOnlyList<BatchMessage> Deleted, IReadOnlyList<BatchMessage> Returned, string Reason);

/// <summary>What the event source mapping takes an invocation for.</summary>
public enum BatchVerdictKind
{
    /// <summary>Every message is deleted.</summary>
    Success,

    /// <summary>The messages that were named come back, the others are deleted.</summary>
    PartialFailure,

    /// <summary>Every message comes back.</summary>
    CompleteFailure,
}

/// <summary>An invocation with a batch of the queue, and what it meant for the messages.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="MessageIds">The ids of the messages, in order.</param>
/// <param name="Result">What came of the invocation.</param>
/// <param name="Verdict">What happened to the messages.</param>
public sealed record DeliveredBatch(int Number, IReadOnlyList<string> MessageIds, InvocationResult Result, BatchVerdict Verdict);
