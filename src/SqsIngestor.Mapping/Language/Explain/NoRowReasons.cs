using System.Diagnostics;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Failures;
using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>Collects why the tables of a mapping get no row of a message.</summary>
/// <param name="table">The table that is being encoded.</param>
internal sealed class NoRowReasons(Func<TablePlan> table)
{
    private readonly List<NoRowReason> _reasons = [];
    private readonly List<NoRowReason> _skipped = [];
    private string _handled = "";

    /// <summary>Returns the reasons since the last call: each once, and one for each row that a policy has skipped.</summary>
    public (IReadOnlyList<NoRowReason> WithoutRow, IReadOnlyList<NoRowReason> Skipped) Take()
    {
        (List<NoRowReason>, List<NoRowReason>) taken = ([.. _reasons.Distinct()], [.. _skipped]);
        _reasons.Clear();
        _skipped.Clear();
        return taken;
    }

    /// <summary>Keeps what a policy has handled: if the row is skipped next, this is why.</summary>
    public void Handled(RecordErrorCode code, string column, ValueSource source, EncodeContext context)
    {
        var pointer = context.PointerBelow(source.PointerIn(context));
        var detail = FailureText.Detail(code, table(), column, source, pointer, context.IsKeyBelow, context);
        var place = pointer.Length == 0 ? "" : $" at {pointer}";
        _handled = $"column '{column}' skips the row: {code.ToText()}{place}{(detail.Length == 0 ? "" : $", {detail}")}";
    }

    /// <summary>Adds the reason of the table that is being encoded.</summary>
    public void Add(NoRow why, EncodeContext context)
    {
        var plan = table();
        _reasons.Add(new(plan.Name, why switch
        {
            NoRow.Condition => Condition(plan, context),
            NoRow.Explode => Explode(plan, context),
            NoRow.Skipped => _handled,
            _ => throw new UnreachableException(),
        }));
        if (why == NoRow.Skipped) _skipped.Add(_reasons[^1]);
    }

    private static string Condition(TablePlan plan, EncodeContext context) =>
        FailureText.ConditionDetail(plan, context) is { Length: > 0 } failure
            ? $"`when` fails ({failure}), and on_filter_error is false"
            : "`when` is false";

    private static string Explode(TablePlan plan, EncodeContext context)
    {
        var source = plan.Explode!.Source;
        var place = source.PointerIn(context);
        return source.Read(context).Kind switch
        {
            ValueKind.Array => $"`explode` finds no element at {place}, and empty is skip",
            ValueKind.Null => $"`explode` finds null at {place}, and absent is skip",
            _ => $"`explode` finds nothing at {place}, and absent is skip",
        };
    }
}

/// <summary>Why a table gets no row of a message.</summary>
/// <param name="Table">The name of the table.</param>
/// <param name="Text">What leaves the row out, without content of the message.</param>
public sealed record NoRowReason(string Table, string Text);
