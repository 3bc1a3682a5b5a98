namespace SqsIngestor.Emulator.Lambda.EventSource;

/// <summary>The outcome of a batch: which messages are returned to the queue.</summary>
/// <param name="Kind">How Lambda treats the invocation.</param>
/// <param name="Deleted">The messages that are deleted.</param>
/// <param name="Returned">The messages that become visible again after their timeout.</param>
/// <param name="Reason">The reason, as text for people.</param>
public sealed record BatchOutcome(
    BatchOutcomeKind Kind, IReadOnlyList<BatchMessage> Deleted, IReadOnlyList<BatchMessage> Returned, string Reason);

/// <summary>How the event source mapping treats an invocation.</summary>
public enum BatchOutcomeKind
{
    /// <summary>Every message is deleted.</summary>
    Success,

    /// <summary>The messages that the response names are returned to the queue; the others are deleted.</summary>
    PartialFailure,

    /// <summary>Every message is returned to the queue.</summary>
    CompleteFailure,
}

/// <summary>An invocation with a batch of the queue, and the outcome for its messages.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="MessageIds">The ids of the messages, in order.</param>
/// <param name="Result">The result of the invocation.</param>
/// <param name="Outcome">The outcome for the messages.</param>
public sealed record DeliveredBatch(int Number, IReadOnlyList<string> MessageIds, InvocationResult Result, BatchOutcome Outcome);
