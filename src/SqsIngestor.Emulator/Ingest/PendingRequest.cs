namespace SqsIngestor.Emulator.Ingest;

/// <summary>A request whose records were all found good, on its way to the store and to its ack.</summary>
/// <param name="Offset">Its wire offset.</param>
/// <param name="Rows">Its rows; empty when rows are not kept.</param>
/// <param name="RowCount">How many rows it has.</param>
/// <param name="ReceivedAt">When it came, as a timestamp of the clock.</param>
internal readonly record struct PendingRequest(long Offset, object?[][] Rows, int RowCount, long ReceivedAt);
