using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Records.Values;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>
/// Tells the trace of the column that is being written what policies do with its values, and collects why tables get no row.
/// </summary>
/// <param name="logs">The traces of each table.</param>
/// <param name="table">The table that is being encoded.</param>
internal sealed class TraceWatch(IReadOnlyList<TraceLog> logs, Func<TablePlan> table) : EncodeWatch
{
    private readonly NoRowReasons _withoutRow = new(table);

    /// <summary>See <see cref="NoRowReasons.Take"/>.</summary>
    public (IReadOnlyList<NoRowReason> WithoutRow, IReadOnlyList<NoRowReason> Skipped) TakeReasons() => _withoutRow.Take();

    public override void WithoutRow(NoRow why, EncodeContext context) => _withoutRow.Add(why, context);

    public override void Handled(RecordErrorCode code, string column, ValueSource source, EncodeContext context)
    {
        _withoutRow.Handled(code, column, source, context);
        logs.FirstOrDefault(log => log.IsOpen)?.Handled(code, column, source, context);
    }

    public override void NullItem(NullItems action, int position, EncodeContext context) =>
        logs.FirstOrDefault(log => log.IsOpen)?.NullItem(action, position, context);

    public override void HandledPart(RecordErrorCode code, string part, EncodeContext context) =>
        logs.FirstOrDefault(log => log.IsOpen)?.HandledPart(code, part, context);
}
