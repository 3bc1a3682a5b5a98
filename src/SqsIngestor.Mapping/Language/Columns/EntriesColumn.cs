using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Records.Values;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>A MAP column from the members of an object, each bound to <c>$.key</c> and <c>$.value</c>.</summary>
/// <param name="name">The name, with dots into nested fields.</param>
/// <param name="tag">Tag of the map field.</param>
/// <param name="source">The object.</param>
/// <param name="scope">The frame that binds the members.</param>
/// <param name="key">Writes the entry's key. An entry without one does not fit.</param>
/// <param name="hasOwnKey">The key is a column with policies of its own; otherwise it is the member's name.</param>
/// <param name="value">Writes the entry's value.</param>
/// <param name="ofNull">Writes a null value from its own source and policies; null without them.</param>
/// <param name="valueShape">What a member's value must be.</param>
/// <param name="policies">The policies for a value that is not a usable object.</param>
/// <param name="nullItems">The action for a value that is null or was left unset.</param>
/// <param name="tracking">What it remembers of what it reads.</param>
internal sealed class EntriesColumn(
    string name, uint tag, ValueSource source, int scope, ColumnCodec key, bool hasOwnKey, ColumnCodec value,
    ColumnCodec? ofNull, ContainerShape valueShape, ColumnPolicies policies, NullItems nullItems, ReadTracking tracking)
    : ColumnCodec(name)
{
    public override IReadOnlyList<ColumnCodec> Inner => [key, value];

    public override ValueSource? Source => source;

    public override ColumnPolicies Policies => policies;

    public override ColumnCodec Traced(Func<ColumnCodec, ColumnCodec> wrap) =>
        wrap(
            new EntriesColumn(
                Name, tag, source, scope, key.Traced(wrap), hasOwnKey, value.Traced(wrap), ofNull?.Traced(wrap), valueShape,
                policies, nullItems, tracking)
            {
                Description = Description,
            });

    public override EncodeStatus Write(EncodeContext context, RecordWriter writer)
    {
        if (policies.OnError == Policy.Fail) return WriteEntries(context, writer);
        context.Handlers++;
        var status = WriteEntries(context, writer);
        context.Handlers--;
        return status;
    }

    private EncodeStatus WriteEntries(EncodeContext context, RecordWriter writer)
    {
        var members = source.Read(context);
        if (members.Kind != ValueKind.Object) return policies.WithoutContainer(members, Name, source, context);
        var reads = context.Reads;
        var tape = members.Tape!;
        var (index, written) = (0, 0);
        var first = writer.Position;
        for (int member = members.Node + 1, end = tape[members.Node].End; member < end; member = tape[member + 1].End)
        {
            context.Scope(scope).Bind(tape, member + 1, member, index++);
            var (start, before) = (writer.Position, tracking == ReadTracking.Parts ? context.Reads : default);
            writer.WriteVarint(tag);
            var mark = writer.BeginLength();
            var keyStart = writer.Position;
            var status = key.Write(context, writer);
            var (keyEnd, beforeValue) = (writer.Position, tracking == ReadTracking.Parts ? context.Reads : default);
            if (status == EncodeStatus.Failed && (!hasOwnKey || policies.OnError != Policy.Fail))
                return Refuse(context.Error.Code, index - 1, true, first, reads, context, writer);
            if (status == EncodeStatus.Ok && keyEnd == keyStart)
                return Refuse(RecordErrorCode.MapKey, index - 1, true, first, reads, context, writer);
            var kind = tape[member + 1].Kind;
            var isNull = kind == JsonKind.Null && !value.TakesNull;
            if (status == EncodeStatus.Ok && (isNull ? ofNull : value) is { } column)
            {
                if (!isNull && !valueShape.Takes((ValueKind)kind))
                    return Refuse(RecordErrorCode.WrongType, index - 1, false, first, reads, context, writer);
                status = column.Write(context, writer);
            }
            if (status == EncodeStatus.Failed && policies.OnError != Policy.Fail)
                return Refuse(context.Error.Code, index - 1, false, first, reads, context, writer);
            if (status == EncodeStatus.Failed && context.GoesOn())
            {
                writer.Position = start;
                continue;
            }
            if (status != EncodeStatus.Ok) return status;
            if (tracking == ReadTracking.Parts && !isNull && tape.IsEmpty(member + 1)) tape.MarkRead(member + 1);
            if (writer.Position == keyEnd)
            {
                if (nullItems == NullItems.Fail)
                    return Refuse(RecordErrorCode.NullItem, index - 1, false, first, reads, context, writer);
                context.Watch?.NullItem(nullItems, index - 1, context);
                // Then the row does not have the value, and without the entry not what the key has read.
                if (tracking == ReadTracking.Parts) context.ForgetReads(nullItems == NullItems.Drop ? before : beforeValue);
                if (nullItems == NullItems.Drop)
                {
                    writer.Position = start;
                    continue;
                }
                // A reader takes an entry without a value for one with the default of its type.
            }
            writer.EndLength(mark);
            written++;
        }
        if (MapKeys.HasDuplicate(writer.WrittenSpan[first..], written, writer.Arrays))
        {
            writer.Position = first;
            context.ForgetReads(reads);
            return policies.Refuse(RecordErrorCode.DuplicateKey, Name, source, context);
        }
        if (tracking == ReadTracking.Values || (tracking == ReadTracking.Parts && index == 0)) tape.MarkRead(members.Node);
        return EncodeStatus.Ok;
    }

    private EncodeStatus Refuse(
        RecordErrorCode code, int index, bool isKey, int start, (int, int) reads, EncodeContext context, RecordWriter writer)
    {
        writer.Position = start;
        context.ForgetReads(reads);
        return policies.RefuseEntry(code, Name, source, index, isKey, context);
    }
}
