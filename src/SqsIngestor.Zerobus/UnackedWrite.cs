namespace SqsIngestor.Zerobus;

/// <summary>A write that is not known to be durable. Writing it to another stream replays it.</summary>
/// <param name="Offset">The offset that the write returned.</param>
/// <param name="IsBatch">True when it was written as a batch.</param>
/// <param name="Records">The records in order: copies that stay valid after the stream is gone. Records of a batch that are
/// already settled are left out.</param>
public sealed record UnackedWrite(long Offset, bool IsBatch, IReadOnlyList<ReadOnlyMemory<byte>> Records);
