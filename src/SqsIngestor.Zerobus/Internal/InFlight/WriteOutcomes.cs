namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>What became of the writes of a stream. Not thread-safe: its ledger's lock guards it.</summary>
/// <param name="log">The statistics of the writes; null for none.</param>
internal sealed class WriteOutcomes(RequestLog? log)
{
    /// <summary>Writes that did not become durable.</summary>
    public RefusedWrites Refusals { get; } = new();

    /// <summary>What was settled and not reported yet, in offset order.</summary>
    public Queue<AckEvent> Events { get; } = [];

    public void Add(in AckEvent settled)
    {
        if (settled.Refused is { } refused)
            Refusals.Add(refused);
        Events.Enqueue(settled);
        log?.Ended(settled.Refused);
    }
}
