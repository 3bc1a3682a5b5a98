using System.Globalization;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Inspection;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Failures;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Records.Values;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>The traces of columns, as a tree: the trace of a column that writes others contains theirs.</summary>
/// <param name="table">The table of the columns, as compiled.</param>
/// <param name="names">Finds names that the mapping writes differently.</param>
internal sealed class TraceLog(TablePlan table, NameHints names)
{
    private readonly Stack<(ColumnTrace Trace, List<TracedFailure> Handled)> _open = [];
    private readonly List<ColumnTrace> _top = [];

    /// <summary>Returns the outermost columns that were traced since the last call.</summary>
    public IReadOnlyList<ColumnTrace> Take()
    {
        List<ColumnTrace> taken = [.. _top];
        _top.Clear();
        _open.Clear();
        return taken;
    }

    /// <summary>Whether a column is being written.</summary>
    public bool IsOpen => _open.Count > 0;

    public ColumnTrace Open(ColumnCodec column)
    {
        var description = column.Description;
        var trace = new ColumnTrace
        {
            Name = column.Name,
            Type = description is null
                ? ""
                : TypeText(description.Field) + (description.As is { } meaning ? $" as {meaning}" : ""),
            Source = description is null ? "" : SourceSyntaxText.Of(description.Body.Source),
        };
        (_open.TryPeek(out var outer) ? outer.Trace.Parts : _top).Add(trace);
        _open.Push((trace, []));
        return trace;
    }

    /// <summary>Adds a value of the innermost open column that a policy has handled.</summary>
    public void Handled(RecordErrorCode code, string column, ValueSource source, EncodeContext context)
    {
        var start = source.PointerIn(context);
        var pointer = context.PointerBelow(start);
        _open.Peek().Handled.Add(
            new(
                code, FailureText.Detail(code, table, column, source, pointer, context.IsKeyBelow, context),
                pointer[start.Length..],
                code == RecordErrorCode.Missing ? names.Of(pointer, context) : null));
    }

    /// <summary>Adds a part of a value that was rescued alone.</summary>
    public void HandledPart(RecordErrorCode code, string part, EncodeContext context) =>
        _open.Peek().Handled.Add(new(code, "", context.PointerBelow(part), null));

    /// <summary>Adds an element or an entry without a value, for which <c>null_items</c> has acted.</summary>
    public void NullItem(NullItems action, int position, EncodeContext context) =>
        _open.Peek().Handled.Add(
            new(
                RecordErrorCode.NullItem, "",
                context.PointerBelow(string.Create(CultureInfo.InvariantCulture, $"/{position}")), null)
            {
                Action = $"null_items: {ColumnOptionsReader.NullItemWords.Of(action)}",
            });

    /// <summary>The error with which the message fails.</summary>
    public TracedFailure Failure(EncodeContext context)
    {
        var error = FailureText.Of(table, context);
        var start = context.Error.Source?.PointerIn(context) ?? error.Pointer;
        return new(
            error.Code, error.Detail, error.Pointer.Length > start.Length ? error.Pointer[start.Length..] : "",
            error.Code == RecordErrorCode.Missing ? names.Of(error.Pointer, context) : null);
    }

    /// <summary>Completes the innermost open column with the meaning of its bytes.</summary>
    /// <returns>What policies have handled in it.</returns>
    public List<TracedFailure> Close(ColumnTrace trace, ColumnCodec column)
    {
        var (_, handled) = _open.Pop();
        if (trace.Bytes.IsEmpty || column.Description is not { } description) return handled;
        var field = description.Field;
        var meanings = PlanMeanings.Of(column, field, table.Types);
        var written = WireRecordReader.Read(trace.Bytes.Span, field.ContainingType);
        trace.Value = JsonBuilder.Write(writer => RowJson.WriteField(writer, field, written, meanings));
        trace.Warning = PlausibleTimes.Warning(written, meanings, withParts: trace.Parts.Count == 0);
        return handled;
    }

    private static string TypeText(FieldDescriptor field)
    {
        if (field.IsMap)
        {
            return $"map<{TypeText(field.MessageType.FindFieldByNumber(1))}, {TypeText(field.MessageType.FindFieldByNumber(2))}>";
        }
        var type = field.FieldType is FieldType.Message or FieldType.Group ? field.MessageType.Name
            : field.FieldType == FieldType.Enum ? field.EnumType.Name
            : field.FieldType.ToString().ToLowerInvariant();
        return field.IsRepeated ? "repeated " + type : type;
    }
}
