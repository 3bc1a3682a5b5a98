using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Limits;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Rescue;

/// <summary>
/// A column with everything that the other columns left: a JSON object of the rest of each scope, and of the values that did not
/// fit, by place. Unset if nothing is left. Encoded after all other columns of the row, which have marked what they read.
/// </summary>
/// <remarks>
/// The contract with the other columns: a value counts as read if it stands at a path of a column and the column was written,
/// whether the value fits or not; the policies decide only about the column. <c>ColumnPolicies.Apply</c> marks a
/// value that does not fit, the column itself marks one that does. With the scope <c>all</c>, only what the row has counts as
/// read, so only the column marks it. A value that only stands in the way of a path, or that only a presence test looks at, is at
/// no path of a column, so it stays in the rest unless a policy rescues it. A value that a policy rescues counts as read too, and
/// is written here under its pointer.
/// </remarks>
/// <param name="name">The column.</param>
/// <param name="tag">The tag of its field.</param>
/// <param name="scopes">The parts of the message whose rest it has.</param>
/// <param name="excluded">What it leaves out.</param>
/// <param name="everywhere">What it leaves out of the body, wherever it is; null for nothing.</param>
/// <param name="limit">What the column takes of the text; null for any.</param>
/// <param name="isEverything">It has the rest of the elements of arrays too, by place.</param>
internal sealed class RescuedColumn(
    string name, uint tag, RescuedScope[] scopes, ValueSource[] excluded, ExcludedFromBody? everywhere, ValueLimit? limit,
    bool isEverything)
    : ColumnCodec(name)
{
    private HashSet<PathTrie> _readBelow = [];

    /// <summary>Tells it what the columns of the table read, once all of them are compiled.</summary>
    public void Complete(Consumption consumption) => _readBelow = consumption.ReadBelow(scopes.Select(scope => scope.Place));

    public override EncodeStatus Write(EncodeContext context, RecordWriter writer)
    {
        foreach (var source in excluded) source.Exclude(context);
        ExcludeFromBody(context);
        context.Rescued.JoinParts();
        var start = writer.Position;
        writer.WriteVarint(tag);
        var mark = writer.BeginLength();
        var text = writer.Position;
        var rest = new RestWriter(writer, context, isEverything, _readBelow);
        foreach (var scope in scopes) WriteScope(scope, context, rest, writer);
        for (var i = 0; i < context.Rescued.Count; i++)
        {
            var value = context.Rescued[i];
            if (context.Rescued.IsWritten(value) && !IsInRest(value, context)) rest.WriteRescued(value);
        }
        rest.WriteElements();
        if (writer.Position == text)
        {
            writer.Position = start;
            return EncodeStatus.Ok;
        }
        writer.WriteRaw("}"u8);
        if (!JsonText.IsValidUtf8(writer.WrittenSpan[text..])) return Fail(RecordErrorCode.TextEncoding, context);
        var length = writer.Position - text;
        writer.EndLength(mark);
        var code = limit?.Check(writer.WrittenSpan[mark..], writer.Arrays) ?? RecordErrorCode.None;
        if (code != RecordErrorCode.None && limit is JsonLimit)
        {
            // It takes any text, though not any object. Whoever rescues wants to lose no message.
            WriteAsText(start, length, context, writer);
            code = limit.Check(writer.WrittenSpan[mark..], writer.Arrays);
        }
        return code == RecordErrorCode.None ? EncodeStatus.Ok : Fail(code, context);
    }

    /// <summary>Writes the object, which is the end of what is written, as a JSON string.</summary>
    private void WriteAsText(int start, int length, EncodeContext context, RecordWriter writer)
    {
        context.Work.Take(length);
        var json = writer.WrittenSpan[^length..].ToArray();
        writer.Position = start;
        writer.WriteVarint(tag);
        var mark = writer.BeginLength();
        RestWriter.WriteString(json, writer);
        writer.EndLength(mark);
        context.Work.Give(length);
    }

    private void ExcludeFromBody(EncodeContext context)
    {
        if (everywhere is not null)
        {
            var body = everywhere.Body.Read(context);
            if (body.Tape is { } tape)
            {
                context.Rescued.ExcludeEverywhere(everywhere.Paths, tape, body.Node);
                return;
            }
        }
        context.Rescued.ExcludeNothingElse();
    }

    /// <summary>Fails the message at the value that the column does not take.</summary>
    private EncodeStatus Fail(RecordErrorCode code, EncodeContext context)
    {
        foreach (var scope in scopes)
        {
            var value = scope.Source.Read(context);
            if (value.Tape is { } tape
                && code == RecordErrorCode.TextEncoding
                && new RescueFault(tape).Find(value.Node, "/" + scope.Name) is { } fault)
            {
                return context.Fail(code, Name, fault.Pointer, tape, fault.Node);
            }
        }
        return context.Fail(code, Name, "");
    }

    private static void WriteScope(RescuedScope scope, EncodeContext context, RestWriter rest, RecordWriter writer)
    {
        var value = scope.Source.Read(context);
        var before = writer.Position;
        if (value.Tape is { } tape)
        {
            // Without members, nothing is left; and a value that is rescued has its elements too.
            if (value.Kind == ValueKind.Object && tape.IsEmpty(value.Node)) return;
            // The event in the message has no data.
            if (value.Kind == ValueKind.Null && context.Body is { MayLackData: true } body && tape == body.Document.Tape) return;
            if (context.Rescued.Contains(tape, value.Node) || context.Rescued.IsExcluded(tape, value.Node)) return;
            rest.BeginMember(scope.Name);
            if (!rest.TryWriteRest(tape, value.Node, scope.Place)) writer.Position = before;
        }
        else if (value.Kind != ValueKind.Missing && !context.IsRawRead)
        {
            // A body without structure, which no column reads.
            context.Rescued.AddPayload(scope.Name);
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
            var inArray = false;
            for (var at = rescued.Node; at != value.Node;)
            {
                at = tape.ContainerOf(at);
                inArray = !tape.IsRead(at) && (inArray || tape[at].Kind == JsonKind.Array);
            }
            if (inArray) return true;
        }
        return false;
    }
}

/// <summary>Paths of the body to values that a rescued column leaves out.</summary>
/// <param name="Body">Reads the body.</param>
/// <param name="Paths">The paths.</param>
internal sealed record ExcludedFromBody(ValueSource Body, ExcludedPath[] Paths);
