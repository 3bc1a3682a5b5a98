using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Values;

/// <summary>An object as a map field: an entry message for each member, in the source's order.</summary>
/// <param name="tag">Tag of the map field.</param>
/// <param name="keyTag">Tag of the entry's key.</param>
/// <param name="key">Coerces the member's name.</param>
/// <param name="value">Writes the member's value, with the tag of the entry's value.</param>
/// <param name="nullItems">The action for a null value.</param>
/// <param name="defaultValue">The entry's value with its type's default in it, tag included.</param>
internal sealed class MapValueCodec(
    uint tag, uint keyTag, ScalarCodec key, ValueCodec value, NullItems nullItems, byte[] defaultValue) : ValueCodec
{
    public override RecordErrorCode TryWrite(in SourceValue source, EncodeContext context, RecordWriter writer)
    {
        if (source.Kind != ValueKind.Object) return RecordErrorCode.WrongType;
        var tape = source.Tape!;
        var start = writer.Position;
        var (position, written) = (0, 0);
        for (int name = source.Node + 1, end = tape[source.Node].End; name < end; name = tape[name + 1].End, position++)
        {
            var before = writer.Position;
            var code = TryWriteEntry(tape, name, position, context, writer);
            if (code != RecordErrorCode.None) return code;
            if (writer.Position != before) written++;
        }
        return MapKeys.HasDuplicate(writer.WrittenSpan[start..], written, writer.Arrays)
            ? RecordErrorCode.DuplicateKey
            : RecordErrorCode.None;
    }

    public override bool HasParts => value.HasParts || nullItems != NullItems.Fail;

    public override void MarkRead(in SourceValue source)
    {
        var tape = source.Tape!;
        if (tape.IsEmpty(source.Node)) tape.MarkRead(source.Node);
        for (int name = source.Node + 1, end = tape[source.Node].End; name < end; name = tape[name + 1].End)
        {
            if (ArrayElements.IsAbsent(tape, name + 1, value)) continue;
            if (tape.IsEmpty(name + 1)) tape.MarkRead(name + 1);
            else value.MarkRead(SourceValue.FromTape(tape, name + 1));
        }
    }

    public RecordErrorCode TryWriteEntry(JsonTape tape, int name, int position, EncodeContext context, RecordWriter writer)
    {
        var member = SourceValue.FromTape(tape, name + 1);
        var isNull = member.Kind == ValueKind.Null && !value.TakesNull;
        if (isNull && nullItems != NullItems.Fail) context.Watch?.NullItem(nullItems, position, context);
        if (isNull && nullItems == NullItems.Drop) return RecordErrorCode.None;
        writer.WriteVarint(tag);
        var mark = writer.BeginLength();
        writer.WriteVarint(keyTag);
        var code = key.TryWrite(SourceValue.FromTape(tape, name), writer);
        var isKey = code != RecordErrorCode.None;
        if (!isKey)
        {
            if (!isNull) code = value.TryWrite(member, context, writer);
            else if (nullItems == NullItems.Fail) code = RecordErrorCode.NullItem;
            else writer.WriteRaw(defaultValue);
        }
        if (code == RecordErrorCode.None) writer.EndLength(mark);
        else context.AddEntryBelow(position, isKey);
        return code;
    }
}
