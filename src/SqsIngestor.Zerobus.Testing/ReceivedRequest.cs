namespace SqsIngestor.Zerobus.Testing;

/// <summary>One request as it came over the wire.</summary>
/// <param name="Offset">The wire offset.</param>
/// <param name="IsBatch">True for a batch request.</param>
/// <param name="IsJson">True when it held JSON.</param>
/// <param name="Records">Its records, in order.</param>
public sealed record ReceivedRequest(long Offset, bool IsBatch, bool IsJson, IReadOnlyList<ReadOnlyMemory<byte>> Records);
