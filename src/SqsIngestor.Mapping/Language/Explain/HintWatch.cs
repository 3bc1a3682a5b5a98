using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>
/// Collects the hints about names for the columns that find nothing, each once, and why tables get no row of the message.
/// </summary>
/// <param name="names">Finds the names.</param>
/// <param name="table">The table that is being encoded.</param>
internal sealed class HintWatch(NameHints names, Func<TablePlan> table) : EncodeWatch
{
    private readonly NoRowReasons _withoutRow = new(table);
    private readonly List<string> _hints = [];

    /// <summary>Returns the hints since the last call.</summary>
    public IReadOnlyList<string> Take()
    {
        List<string> taken = [.. _hints.Distinct()];
        _hints.Clear();
        return taken;
    }

    /// <summary>See <see cref="NoRowReasons.Take"/>.</summary>
    public (IReadOnlyList<NoRowReason> WithoutRow, IReadOnlyList<NoRowReason> Skipped) TakeReasons() => _withoutRow.Take();

    public override void WithoutRow(NoRow why, EncodeContext context) => _withoutRow.Add(why, context);

    public override void Handled(RecordErrorCode code, string column, ValueSource source, EncodeContext context)
    {
        _withoutRow.Handled(code, column, source, context);
        if (code == RecordErrorCode.Missing) Add(column, context.PointerBelow(source.PointerIn(context)), context);
    }

    public override bool Failed(EncodeContext context)
    {
        if (context.ToError("") is { Code: RecordErrorCode.Missing } error) Add(error.Column, error.Pointer, context);
        return false;
    }

    private void Add(string column, string pointer, EncodeContext context)
    {
        if (names.Of(pointer, context) is { } hint) _hints.Add($"{table().Name}: column '{column}' finds nothing: {hint}");
    }
}
