using System.Diagnostics;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Values;

/// <summary>
/// MAP&lt;STRING, STRING&gt;, the most common map: if name and value need no unescaping, the size of the entry is known
/// before it is written.
/// </summary>
/// <param name="tag">Tag of the map field.</param>
/// <param name="general">Writes entries that are not two plain strings.</param>
internal sealed class TextMapValueCodec(uint tag, MapValueCodec general) : ValueCodec
{
    private const byte KeyTag = 0x0A;
    private const byte ValueTag = 0x12;

    public override bool HasParts => general.HasParts;

    public override void MarkRead(in SourceValue source) => general.MarkRead(source);

    public override RecordErrorCode TryWrite(in SourceValue source, EncodeContext context, RecordWriter writer)
    {
        if (source.Kind != ValueKind.Object) return RecordErrorCode.WrongType;
        var tape = source.Tape!;
        var start = writer.Position;
        var (position, written) = (0, 0);
        for (int name = source.Node + 1, end = tape[source.Node].End; name < end; name = tape[name + 1].End, position++)
        {
            if (!tape[name].Escaped && tape[name + 1] is { Kind: JsonKind.String, Escaped: false })
            {
                written++;
                if (TryWriteEntry(tape.Raw(name), tape.Raw(name + 1), writer)) continue;
                context.AddEntryBelow(position, isKey: !JsonText.IsValidUtf8(tape.Raw(name)));
                return RecordErrorCode.TextEncoding;
            }
            var before = writer.Position;
            var code = general.TryWriteEntry(tape, name, position, context, writer);
            if (code != RecordErrorCode.None) return code;
            if (writer.Position != before) written++;
        }
        return MapKeys.HasDuplicate(writer.WrittenSpan[start..], written, writer.Arrays)
            ? RecordErrorCode.DuplicateKey
            : RecordErrorCode.None;
    }

    private bool TryWriteEntry(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, RecordWriter writer)
    {
        var size = 2 + RecordWriter.LengthSize(key.Length) + key.Length + RecordWriter.LengthSize(value.Length) + value.Length;
        writer.WriteVarint(tag);
        var room = writer.ClaimLengthDelimited(size);
        var valid = TryWriteField(KeyTag, key, ref room);
        valid &= TryWriteField(ValueTag, value, ref room);
        return room.IsEmpty ? valid : throw new UnreachableException("the length of an entry differs from its bytes");
    }

    private static bool TryWriteField(byte tag, ReadOnlySpan<byte> text, ref Span<byte> room)
    {
        room[0] = tag;
        var start = 1 + RecordWriter.PutLength(text.Length, room[1..]);
        var valid = TextCopy.TryCopy(text, room[start..]);
        room = room[(start + text.Length)..];
        return valid;
    }
}
