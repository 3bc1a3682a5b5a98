using SqsIngestor.Mapping.Language.Tables;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>A row that a message became.</summary>
/// <param name="Table">Its table.</param>
/// <param name="Record">Its bytes.</param>
public sealed record InspectedRow(TargetTable Table, ReadOnlyMemory<byte> Record);
