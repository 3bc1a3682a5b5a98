using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Records.Values;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>An ARRAY column from the elements of an array, each bound to <c>$.item</c>.</summary>
/// <param name="name">The name, with dots into nested fields.</param>
/// <param name="source">The array.</param>
/// <param name="scope">The frame that binds the elements.</param>
/// <param name="element">Writes one element as an occurrence of the repeated field.</param>
/// <param name="ofNull">Writes a null element from its own source and policies; null without them.</param>
/// <param name="elementShape">What an element must be.</param>
/// <param name="policies">The policies for a value that is not a usable array.</param>
/// <param name="nullItems">The action for an element that is null or was left unset.</param>
/// <param name="defaultItem">An element with its type's default in it, tag included.</param>
/// <param name="oneIsArray">A value that is not an array is the only element of one.</param>
/// <param name="tracking">What it remembers of what it reads.</param>
internal sealed class EachColumn(
    string name, ValueSource source, int scope, ColumnCodec element, ColumnCodec? ofNull, ContainerShape elementShape,
    ColumnPolicies policies, NullItems nullItems, byte[] defaultItem, bool oneIsArray, ReadTracking tracking)
    : ColumnCodec(name)
{
    public override IReadOnlyList<ColumnCodec> Inner => [element];

    public override ValueSource? Source => source;

    public override ColumnPolicies Policies => policies;

    public override ColumnCodec Traced(Func<ColumnCodec, ColumnCodec> wrap) =>
        wrap(
            new EachColumn(
                Name, source, scope, element.Traced(wrap), ofNull?.Traced(wrap), elementShape, policies, nullItems, defaultItem,
                oneIsArray, tracking)
            {
                Description = Description,
            });

    public override EncodeStatus Write(EncodeContext context, RecordWriter writer)
    {
        if (policies.OnError == Policy.Fail) return WriteElements(context, writer);
        context.Handlers++;
        var status = WriteElements(context, writer);
        context.Handlers--;
        return status;
    }

    private EncodeStatus WriteElements(EncodeContext context, RecordWriter writer)
    {
        var array = source.Read(context);
        if (!ArrayElements.TryFind(array, oneIsArray, out var first, out var end))
            return policies.WithoutContainer(array, Name, source, context);
        var reads = context.Reads;
        var tape = array.Tape!;
        var index = 0;
        var start = writer.Position;
        for (var node = first; node < end; node = tape[node].End)
        {
            context.Scope(scope).Bind(tape, node, key: -1, index++);
            var (at, before) = (writer.Position, tracking == ReadTracking.Parts ? context.Reads : default);
            var kind = tape[node].Kind;
            var isNull = kind == JsonKind.Null && !element.TakesNull;
            if ((isNull ? ofNull : element) is { } column)
            {
                if (!isNull && !elementShape.Takes((ValueKind)kind))
                    return Refuse(RecordErrorCode.WrongType, index - 1, start, reads, context, writer);
                var status = column.Write(context, writer);
                if (status == EncodeStatus.Failed && policies.OnError != Policy.Fail)
                    return Refuse(context.Error.Code, index - 1, start, reads, context, writer);
                if (status == EncodeStatus.Failed && context.GoesOn()) continue;
                if (status != EncodeStatus.Ok) return status;
            }
            if (tracking == ReadTracking.Parts && !isNull && tape.IsEmpty(node)) tape.MarkRead(node);
            if (writer.Position != at) continue;
            // Without a written element, it would be lost silently, and the next ones would move up.
            if (nullItems == NullItems.Fail) return Refuse(RecordErrorCode.NullItem, index - 1, start, reads, context, writer);
            context.Watch?.NullItem(nullItems, index - 1, context);
            // Then the row does not have the element.
            if (tracking == ReadTracking.Parts) context.ForgetReads(before);
            if (nullItems == NullItems.Default) writer.WriteRaw(defaultItem);
        }
        if (tracking == ReadTracking.Values || (tracking == ReadTracking.Parts && index == 0)) tape.MarkRead(array.Node);
        return EncodeStatus.Ok;
    }

    private EncodeStatus Refuse(
        RecordErrorCode code, int index, int start, (int, int) reads, EncodeContext context, RecordWriter writer)
    {
        writer.Position = start;
        context.ForgetReads(reads);
        return policies.RefuseElement(code, Name, source, index, context);
    }
}
