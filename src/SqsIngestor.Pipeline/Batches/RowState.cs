using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>A row that was sent.</summary>
/// <param name="Target">Its table, by its index in the plan.</param>
/// <param name="Stream">The stream that took it.</param>
/// <param name="Offset">Its offset there.</param>
/// <param name="SentAt">Timestamp of the clock.</param>
internal readonly record struct RowState(int Target, ZerobusStream Stream, long Offset, long SentAt);
