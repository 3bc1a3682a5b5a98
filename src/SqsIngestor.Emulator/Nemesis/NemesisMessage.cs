using SqsIngestor.Catalog;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;

namespace SqsIngestor.Emulator.Nemesis;

/// <summary>A message for a run, and what must become of it.</summary>
/// <param name="Message">The message. On a FIFO queue it needs a group.</param>
/// <param name="Rows">How many rows it must have in each table.</param>
public sealed record NemesisMessage(OutgoingMessage Message, IReadOnlyDictionary<TableName, int> Rows);
