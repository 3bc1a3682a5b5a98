using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>A column that writes a trace.</summary>
internal sealed class TracedColumn(ColumnCodec column, TraceLog log) : ColumnCodec(column.Name)
{
    public override bool TakesNull => column.TakesNull;

    public override EncodeStatus Write(EncodeContext context, RecordWriter writer)
    {
        var trace = log.Open(column);
        var start = writer.Position;
        var kind = Read(trace, context);
        var status = column.Write(context, writer);
        if (status == EncodeStatus.Ok && writer.Position > start) trace.Bytes = writer.WrittenSpan[start..].ToArray();
        log.Close(trace, column);
        trace.Policy = PolicyText(kind, status, trace, context);
        return status;
    }

    private ValueKind? Read(ColumnTrace trace, EncodeContext context)
    {
        if (column.Source is not { } source) return null;
        var value = source.Read(context);
        // The value in the message, before transforms.
        trace.Raw = SourceText.Of(source.ReadOriginal(context));
        trace.Place = source.PointerIn(context);
        return value.Kind;
    }

    private string? PolicyText(ValueKind? kind, EncodeStatus status, ColumnTrace trace, EncodeContext context)
    {
        if (status == EncodeStatus.Failed && trace.Parts.Count > 0) return null;
        var policies = column.Policies;
        var (name, reason, policy) = kind switch
        {
            ValueKind.Missing => ("on_missing", "there is no value", policies?.OnMissing),
            ValueKind.Null when !TakesNull => ("on_null", "the value is null", policies?.OnNull),
            _ when status == EncodeStatus.Failed =>
                ("on_error", $"the value does not fit: {context.ToError("").Code.ToText()}", policies?.OnError),
            _ when IsUnwritten(status, trace) => ("on_error", "the value does not fit", policies?.OnError),
            _ => ("", "", null),
        };
        if (reason.Length == 0) return null;
        // A required column that is left unset fails with any policy.
        var result = status == EncodeStatus.Failed && policy is not Policy.Fail ? "fail, the column is required" : Word(policy);
        return $"{name}: {result} ({reason})";
    }

    /// <summary>
    /// The value was present but nothing was written. An empty array or object also writes nothing, and is correct.
    /// </summary>
    private bool IsUnwritten(EncodeStatus status, ColumnTrace trace) =>
        status == EncodeStatus.SkipRow
            || (column.Source is not null && column.Policies is not null && trace.Bytes.IsEmpty && !IsEmptyContainer(trace));

    private bool IsEmptyContainer(ColumnTrace trace) =>
        column.Description is { Field.IsRepeated: true } && trace.Raw is ("[]" or "{}");

    private static string Word(Policy? policy) => policy switch
    {
        null => PolicySyntax.Words.Of(Policy.ToNull),
        Policy.Default => "default",
        { } written => PolicySyntax.Words.Of(written),
    };
}
