namespace SqsIngestor.Pipeline.Deduplication;

/// <summary>An answer of <see cref="DeliveryMemory"/>.</summary>
internal readonly record struct Delivery(DeliveryKind Kind)
{
    /// <summary>With <see cref="DeliveryKind.InThisBatch"/>: where.</summary>
    public int Index { get; init; }

    /// <summary>With <see cref="DeliveryKind.InFlight"/>: ends with true once all rows are durable.</summary>
    public Task<bool>? Earlier { get; init; }
}
