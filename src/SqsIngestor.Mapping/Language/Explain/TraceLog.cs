using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Inspection;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Columns;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>The traces of columns, as a tree: the trace of a column that writes others contains theirs.</summary>
internal sealed class TraceLog
{
    private readonly Stack<ColumnTrace> _open = [];
    private readonly List<ColumnTrace> _top = [];

    /// <summary>Returns the outermost columns that were traced since the last call.</summary>
    public IReadOnlyList<ColumnTrace> Take()
    {
        List<ColumnTrace> taken = [.. _top];
        _top.Clear();
        _open.Clear();
        return taken;
    }

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
        (_open.TryPeek(out var outer) ? outer.Parts : _top).Add(trace);
        _open.Push(trace);
        return trace;
    }

    /// <summary>Completes the innermost open column with the meaning of its bytes.</summary>
    public void Close(ColumnTrace trace, ColumnCodec column)
    {
        _open.Pop();
        if (trace.Bytes.IsEmpty || column.Description is not { } description) return;
        var field = description.Field;
        var meanings = PlanMeanings.Of([column]).Below(field);
        var written = WireRecordReader.Read(trace.Bytes.Span, field.ContainingType);
        trace.Value = JsonBuilder.Write(writer => RowJson.WriteField(writer, field, written, meanings));
        trace.Warning = PlausibleTimes.Warning(written, meanings);
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
