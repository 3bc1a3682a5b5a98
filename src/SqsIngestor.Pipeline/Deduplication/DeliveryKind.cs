namespace SqsIngestor.Pipeline.Deduplication;

/// <summary>What the memory knows of a message.</summary>
internal enum DeliveryKind
{
    /// <summary>Nothing: it is to be sent.</summary>
    New,

    /// <summary>It stands earlier in the same batch.</summary>
    InThisBatch,

    /// <summary>An earlier invocation sent it and ran out of time.</summary>
    InFlight,

    /// <summary>All its rows are durable.</summary>
    Durable,
}
