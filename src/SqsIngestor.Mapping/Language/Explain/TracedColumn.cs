using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Failures;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Records;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>A column that writes a trace.</summary>
internal sealed class TracedColumn : ColumnCodec
{
    private readonly ColumnCodec _column;
    private readonly TraceLog _log;

    public TracedColumn(ColumnCodec column, TraceLog log) : base(column.Name) =>
        (_column, _log, Description) = (column, log, column.Description);

    public override bool TakesNull => _column.TakesNull;

    public override IReadOnlyList<ColumnCodec> Inner => _column.Inner;

    public override EncodeStatus Write(EncodeContext context, RecordWriter writer)
    {
        var trace = _log.Open(_column);
        var start = writer.Position;
        Read(trace, context);
        var lost = (writer.Losses ??= new()).Count;
        var status = _column.Write(context, writer);
        if (status == EncodeStatus.Ok && writer.Position > start) trace.Bytes = writer.WrittenSpan[start..].ToArray();
        var handled = _log.Close(trace, _column);
        if (status == EncodeStatus.Failed && trace.Parts.Count == 0) handled.Add(_log.Failure(context));
        trace.Policy = handled.Count == 0 ? null : string.Join("; ", handled.Select(each => PolicyText(each, status)));
        trace.Hint = handled.Select(each => each.Hint).FirstOrDefault(hint => hint is not null);
        var losses = writer.Losses.Take(lost, writer.Position);
        if (status == EncodeStatus.Ok) trace.Warning ??= LossText.Of(losses);
        return status;
    }

    private void Read(ColumnTrace trace, EncodeContext context)
    {
        if (_column.Source is not { } source) return;
        source.Read(context);
        // The value in the message, before transforms.
        trace.Raw = SourceText.Of(source.ReadOriginal(context));
        trace.Place = source.PointerIn(context);
    }

    private string PolicyText(TracedFailure failure, EncodeStatus status)
    {
        if (failure.Action is { } action) return $"{action} ({failure.Reason})";
        var (name, policy) = failure.Code switch
        {
            RecordErrorCode.Missing => ("on_missing", _column.Policies?.OnMissing),
            RecordErrorCode.Null => ("on_null", _column.Policies?.OnNull),
            _ => ("on_error", _column.Policies?.OnError),
        };
        // A required column that is left unset fails with any policy.
        var result = status != EncodeStatus.Failed || policy is Policy.Fail ? Word(policy)
            : _column.Policies is null ? "fail, the column has no policies"
            : "fail, the column is required";
        return $"{name}: {result} ({failure.Reason})";
    }

    private static string Word(Policy? policy) => policy switch
    {
        null => PolicySyntax.Words.Of(Policy.ToNull),
        Policy.Default => "default",
        { } written => PolicySyntax.Words.Of(written),
    };
}
