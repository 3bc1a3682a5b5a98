namespace SqsIngestor.Lambda.Batches;

/// <summary>A row that was sent: its table, and its offset in that table's stream.</summary>
internal readonly record struct RowState(int Target, long Offset);
