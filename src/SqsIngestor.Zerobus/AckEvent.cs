namespace SqsIngestor.Zerobus;

/// <summary>Progress of a stream: everything up to and including <paramref name="UpToOffset"/> is settled.</summary>
/// <param name="UpToOffset">The caller's offset, as returned by the write.</param>
/// <param name="RecordCount">How many records became durable with this event.</param>
/// <param name="Refused">The refusal that ends at this offset, or null when all of it is durable.</param>
public readonly record struct AckEvent(long UpToOffset, int RecordCount, RefusedWrite? Refused);
