namespace SqsIngestor.Zerobus.Testing;

/// <summary>One received request.</summary>
/// <param name="Offset">The wire offset.</param>
/// <param name="IsBatch">True for a batch request.</param>
/// <param name="IsJson">True for JSON records, false for protobuf and Avro.</param>
/// <param name="Records">Its records, in order.</param>
public sealed record ReceivedRequest(long Offset, bool IsBatch, bool IsJson, IReadOnlyList<ReadOnlyMemory<byte>> Records);
