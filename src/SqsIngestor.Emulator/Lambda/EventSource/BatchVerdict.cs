namespace SqsIngestor.Emulator.Lambda.EventSource;

/// <summary>What happens to the messages of a batch.</summary>
/// <param name="Kind">How the invocation is taken.</param>
/// <param name="Deleted">The messages that are gone.</param>
/// <param name="Returned">The messages that become visible again after their time-out.</param>
/// <param name="Reason">Why, for a person.</param>
public sealed record BatchVerdict(BatchVerdictKind Kind, IReadOnlyList<BatchMessage> Deleted, IReadOnlyList<BatchMessage> Returned, string Reason);
