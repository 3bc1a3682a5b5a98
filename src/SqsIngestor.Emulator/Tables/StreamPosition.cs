using SqsIngestor.Catalog;

namespace SqsIngestor.Emulator.Tables;

/// <summary>How far a persistent stream has come. It is stored with the rows, in the same transaction.</summary>
/// <param name="StreamId">The id of the stream.</param>
/// <param name="Table">Its table.</param>
/// <param name="Committed">The offset of the last committed request; -1 if there is none.</param>
internal sealed record StreamPosition(string StreamId, TableName Table, long Committed);
