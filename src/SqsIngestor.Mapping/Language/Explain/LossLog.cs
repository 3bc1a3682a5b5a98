using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Mapping.Records;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>Notes the columns of a message in which values have lost something.</summary>
internal sealed class LossLog
{
    private readonly List<string> _found = [];

    /// <summary>The plan, with columns that write to this log.</summary>
    public MappingPlan Watch(MappingPlan plan) => plan.With(
        [.. plan.Tables.Select(table => table.Traced(column => new LossColumn(column, losses => Add(table, column, losses))))]);

    /// <summary>Returns a sentence for each of these columns since the last call.</summary>
    public IReadOnlyList<string> Take()
    {
        List<string> taken = [.. _found.Distinct()];
        _found.Clear();
        return taken;
    }

    private void Add(TablePlan table, ColumnCodec column, IReadOnlyList<ValueLoss> losses)
    {
        if (LossText.Of(losses) is { } text) _found.Add($"{table.Name}: {column.Name}: {text}");
    }
}

/// <summary>A column that tells what its own values have lost.</summary>
internal sealed class LossColumn : ColumnCodec
{
    private readonly ColumnCodec _column;
    private readonly Action<IReadOnlyList<ValueLoss>> _tell;

    public LossColumn(ColumnCodec column, Action<IReadOnlyList<ValueLoss>> tell) : base(column.Name) =>
        (_column, _tell, Description) = (column, tell, column.Description);

    public override bool TakesNull => _column.TakesNull;

    public override IReadOnlyList<ColumnCodec> Inner => _column.Inner;

    public override EncodeStatus Write(EncodeContext context, RecordWriter writer)
    {
        var lost = (writer.Losses ??= new()).Count;
        var status = _column.Write(context, writer);
        var losses = writer.Losses.Take(lost, writer.Position);
        if (status == EncodeStatus.Ok) _tell(losses);
        return status;
    }
}

/// <summary>What values have lost, in words.</summary>
internal static class LossText
{
    /// <summary>A sentence; null for nothing.</summary>
    public static string? Of(IReadOnlyList<ValueLoss> losses) => losses switch
    {
        [] => null,
        [ValueLoss.Digits, ..] => "the column does not hold all digits of the number; a DECIMAL does",
        _ => "digits of the time after the microsecond are cut",
    };
}
