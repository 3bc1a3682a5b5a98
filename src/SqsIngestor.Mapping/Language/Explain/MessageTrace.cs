using SqsIngestor.Mapping.Language.Tables;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>How the rows of one message came about.</summary>
/// <param name="Message">What became of it.</param>
/// <param name="Columns">
/// The columns in the order in which they were written: table by table, row by row, also of the row at which the message failed.
/// </param>
public sealed record MessageTrace(InspectedMessage Message, IReadOnlyList<(TablePlan Table, ColumnTrace Column)> Columns);
