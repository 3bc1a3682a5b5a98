using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Limits;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Rescue;

/// <summary>
/// A column with everything that the other columns left: a JSON object of the rest of each scope, and of the values that did not
/// fit, by place. Unset if nothing is left. Encoded after all other columns of the row, which have marked what they read.
/// </summary>
/// <param name="name">The column.</param>
/// <param name="tag">The tag of its field.</param>
/// <param name="scopes">The parts of the message whose rest it has.</param>
/// <param name="excluded">What it leaves out.</param>
/// <param name="limit">What the column takes of the text; null for any.</param>
/// <param name="isEverything">It has the rest of the elements of arrays too, by place.</param>
internal sealed class RescuedColumn(
    string name, uint tag, RescuedScope[] scopes, ValueSource[] excluded, ValueLimit? limit, bool isEverything)
    : ColumnCodec(name)
{
    public override EncodeStatus Write(EncodeContext context, RecordWriter writer)
    {
        foreach (var source in excluded) source.MarkRead(context);
        var start = writer.Position;
        writer.WriteVarint(tag);
        var mark = writer.BeginLength();
        var text = writer.Position;
        var rest = new RestWriter(writer, context, isEverything);
        foreach (var scope in scopes) WriteScope(scope, context, rest, writer);
        for (var i = 0; i < context.Rescued.Count; i++)
        {
            if (!context.Rescued.IsRepeated(i) && !IsInRest(context.Rescued[i], context)) rest.WriteRescued(context.Rescued[i]);
        }
        rest.WriteElements();
        if (writer.Position == text)
        {
            writer.Position = start;
            return EncodeStatus.Ok;
        }
        writer.WriteRaw("}"u8);
        if (!JsonText.IsValidUtf8(writer.WrittenSpan[text..])) return context.Fail(RecordErrorCode.TextEncoding, Name, "");
        writer.EndLength(mark);
        var code = limit?.Check(writer.WrittenSpan[mark..]) ?? RecordErrorCode.None;
        return code == RecordErrorCode.None ? EncodeStatus.Ok : context.Fail(code, Name, "");
    }

    private static void WriteScope(RescuedScope scope, EncodeContext context, RestWriter rest, RecordWriter writer)
    {
        var value = scope.Source.Read(context);
        var before = writer.Position;
        if (value.Tape is { } tape)
        {
            // Without members, nothing is left; and a value that is rescued has its elements too.
            if (value.Kind == ValueKind.Object && tape.IsEmpty(value.Node)) return;
            if (context.Rescued.Contains(tape, value.Node)) return;
            rest.BeginMember(scope.Name);
            if (!rest.TryWriteRest(tape, value.Node, scope.Place)) writer.Position = before;
        }
        else if (value.Kind != ValueKind.Missing && !context.IsRawRead)
        {
            // A body without structure, which no column reads.
            context.Rescued.Add(scope.Name, value);
        }
    }

    /// <summary>
    /// Whether a value that did not fit is already in the rest of a scope: an array there stays as it is, with all its elements.
    /// </summary>
    private bool IsInRest(in RescuedValue rescued, EncodeContext context)
    {
        if (isEverything || rescued.Tape is not { } tape) return false;
        foreach (var scope in scopes)
        {
            var value = scope.Source.Read(context);
            if (value.Tape != tape || rescued.Node <= value.Node || rescued.Node >= tape[value.Node].End) continue;
            for (var at = value.Node; at != rescued.Node && !tape.IsRead(at); at = tape.ChildAround(at, rescued.Node))
            {
                if (tape[at].Kind == JsonKind.Array) return true;
            }
        }
        return false;
    }
}
