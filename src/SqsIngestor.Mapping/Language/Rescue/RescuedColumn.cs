using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Rescue;

/// <summary>
/// A column with everything that the other columns left: a JSON object of the rest of each scope, and of the values that did not
/// fit, by place. Unset if nothing is left. Encoded after all other columns of the row.
/// </summary>
internal sealed class RescuedColumn(string name, uint tag, RescuedScope[] scopes) : ColumnCodec(name)
{
    public override EncodeStatus Write(EncodeContext context, RecordWriter writer)
    {
        var start = writer.Position;
        writer.WriteVarint(tag);
        var mark = writer.BeginLength();
        var text = writer.Position;
        var empty = true;
        foreach (var scope in scopes)
        {
            var value = scope.Source.Read(context);
            if (value.Kind is not (ValueKind.Object or ValueKind.Array) || scope.Consumed[scope.Place.Slot]) continue;
            var before = writer.Position;
            BeginMember(scope.Name, empty, writer);
            if (WriteRest(value.Tape!, value.Node, scope.Place, scope.Consumed, writer)) empty = false;
            else writer.Position = before;
        }
        foreach (var (pointer, json) in context.Rescued.Values)
        {
            BeginMember(Encoding.UTF8.GetBytes(pointer), empty, writer);
            writer.WriteRaw(Encoding.UTF8.GetBytes(json));
            empty = false;
        }
        if (empty)
        {
            writer.Position = start;
            return EncodeStatus.Ok;
        }
        writer.WriteRaw("}"u8);
        if (!JsonText.IsValidUtf8(writer.WrittenSpan[text..])) return context.Fail(RecordErrorCode.TextEncoding, Name, "");
        writer.EndLength(mark);
        return EncodeStatus.Ok;
    }

    /// <summary>Writes the rest of a value; false if nothing is left.</summary>
    private static bool WriteRest(JsonTape tape, int node, PathTrie? place, bool[] consumed, RecordWriter writer)
    {
        if (tape[node].Kind != JsonKind.Object || place is not { HasMembers: true })
        {
            WriteText(tape, node, writer);
            return true;
        }
        var empty = true;
        for (int key = node + 1, end = tape[node].End; key < end; key = tape[key + 1].End)
        {
            var child = place.FindMember(tape.Raw(key), tape[key].Escaped);
            if (child is not null && consumed[child.Slot]) continue;
            var before = writer.Position;
            writer.WriteRaw(empty ? "{"u8 : ","u8);
            WriteText(tape, key, writer);
            writer.WriteRaw(":"u8);
            if (WriteRest(tape, key + 1, child, consumed, writer)) empty = false;
            else writer.Position = before;
        }
        if (empty) return false;
        writer.WriteRaw("}"u8);
        return true;
    }

    private static void WriteText(JsonTape tape, int node, RecordWriter writer)
    {
        var quoted = tape[node].Kind == JsonKind.String;
        if (quoted) writer.WriteRaw("\""u8);
        writer.WriteRaw(tape.Raw(node));
        if (quoted) writer.WriteRaw("\""u8);
    }

    /// <summary>
    /// The names of scopes and pointers need only the escapes of quotes and backslashes, which pointers may contain.
    /// </summary>
    private static void BeginMember(ReadOnlySpan<byte> name, bool first, RecordWriter writer)
    {
        writer.WriteRaw(first ? "{\""u8 : ",\""u8);
        foreach (var b in name)
        {
            if (b is (byte)'"' or (byte)'\\') writer.WriteRaw("\\"u8);
            writer.WriteRaw([b]);
        }
        writer.WriteRaw("\":"u8);
    }
}
