using System.Buffers.Text;
using System.Globalization;
using System.Text;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Scalars.Json;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Rescue;

/// <summary>Writes the members of the JSON object of a rescued column.</summary>
/// <param name="writer">Receives them.</param>
/// <param name="context">The row.</param>
/// <param name="splitsArrays">
/// The rest of an array of which the row reads a part is the rest of its elements, each under its pointer.
/// </param>
/// <param name="readBelow">The places below which the columns of the table read.</param>
internal readonly ref struct RestWriter(
    RecordWriter writer, EncodeContext context, bool splitsArrays, HashSet<PathTrie> readBelow)
{
    /// <summary>Text is escaped in pieces, so that little more room is taken than it needs.</summary>
    private const int EscapedAtOnce = 1024;

    private readonly int _start = writer.Position;

    /// <summary>Begins a member with a name of the mapping.</summary>
    public void BeginMember(string name)
    {
        Open();
        foreach (var rune in name.EnumerateRunes()) WriteNameRune(rune);
        writer.WriteRaw("\":"u8);
    }

    /// <summary>Writes a value that a policy rescues, under its pointer.</summary>
    public void WriteRescued(in RescuedValue value)
    {
        if (value.Pointer is { } pointer) BeginMember(pointer);
        else BeginPointer(value.Tape!, value.Node);
        if (value.Tape is { } tape) WriteValue(tape, value.Node);
        else WritePayload(context.Body!.Raw);
    }

    /// <summary>Writes what the row does not read of a value; false if nothing is left.</summary>
    public bool TryWriteRest(JsonTape tape, int node, PathTrie? place)
    {
        if (tape.IsRead(node) || context.Rescued.IsExcluded(tape, node)) return false;
        var (kind, hasReads) = (tape[node].Kind, tape.HasReads(node));
        if (kind == JsonKind.Array && hasReads && splitsArrays)
        {
            for (int element = node + 1, end = tape[node].End; element < end; element = tape[element].End)
            {
                if (!tape.IsRead(element)) context.Rescued.AddElement(tape, element);
            }
            return false;
        }
        // An object below which columns read is read as far as it goes, also if it has none of their members.
        var isSplit = kind == JsonKind.Object
            && (hasReads || (place is not null && readBelow.Contains(place)) || context.Rescued.HasExcluded(tape, node));
        if (!isSplit)
        {
            WriteValue(tape, node);
            return true;
        }
        var empty = true;
        for (int key = node + 1, end = tape[node].End; key < end; key = tape[key + 1].End)
        {
            var before = writer.Position;
            writer.WriteRaw(empty ? "{"u8 : ","u8);
            WriteText(tape, key);
            writer.WriteRaw(":"u8);
            if (TryWriteRest(tape, key + 1, place?.FindMember(tape.Raw(key), tape[key].Escaped))) empty = false;
            else writer.Position = before;
        }
        if (empty) return false;
        writer.WriteRaw("}"u8);
        return true;
    }

    /// <summary>Writes the rest of the elements of the arrays that were split.</summary>
    public void WriteElements()
    {
        // The rest of an element can add others.
        for (var i = 0; i < context.Rescued.ElementCount; i++)
        {
            var (tape, node) = context.Rescued.Element(i);
            var before = writer.Position;
            BeginPointer(tape, node);
            if (!TryWriteRest(tape, node, null)) writer.Position = before;
        }
    }

    private void Open() => writer.WriteRaw(writer.Position == _start ? "{\""u8 : ",\""u8);

    /// <summary>Begins a member with the pointer of a value, from the root of its document.</summary>
    private void BeginPointer(JsonTape tape, int node)
    {
        Open();
        foreach (var rune in context.PointerOf(tape)!.EnumerateRunes()) WriteNameRune(rune);
        WriteSteps(tape, node);
        writer.WriteRaw("\":"u8);
    }

    private void WriteSteps(JsonTape tape, int node)
    {
        var container = tape.ContainerOf(node);
        if (container < 0) return;
        WriteSteps(tape, container);
        writer.WriteRaw("/"u8);
        if (tape[container].Kind == JsonKind.Object)
        {
            // The name of a member comes before its value.
            WriteToken(tape.Raw(node - 1));
            return;
        }
        tape.PositionOf(node).TryFormat(writer.Reserve(10), out var length, default, CultureInfo.InvariantCulture);
        writer.Position += length;
    }

    /// <summary>
    /// Writes the name of a member as a reference token (RFC 6901). It stays JSON text: only tildes and slashes change, which a
    /// document can write as escapes too.
    /// </summary>
    private void WriteToken(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            var (meaning, length) = name[i] != (byte)'\\' ? (name[i], 1)
                : name[i + 1] != (byte)'u' ? (name[i + 1] == (byte)'/' ? (byte)'/' : (byte)0, 2)
                : Ascii.EqualsIgnoreCase(name.Slice(i + 2, 4), "002f"u8) ? ((byte)'/', 6)
                : Ascii.EqualsIgnoreCase(name.Slice(i + 2, 4), "007e"u8) ? ((byte)'~', 6)
                : ((byte)0, 6);
            if (meaning == (byte)'~') writer.WriteRaw("~0"u8);
            else if (meaning == (byte)'/') writer.WriteRaw("~1"u8);
            else writer.WriteRaw(name.Slice(i, length));
            i += length - 1;
        }
    }

    private void WriteNameRune(Rune rune)
    {
        if (rune.Value < 0x20)
        {
            writer.WriteRaw("\\u00"u8);
            rune.Value.TryFormat(writer.Reserve(2), out var digits, "x2", CultureInfo.InvariantCulture);
            writer.Position += digits;
            return;
        }
        if (rune.Value is '"' or '\\') writer.WriteRaw("\\"u8);
        writer.Position += rune.EncodeToUtf8(writer.Reserve(4));
    }

    /// <summary>Writes a value without what is excluded of it. In an array, null stands for an excluded element.</summary>
    private void WriteValue(JsonTape tape, int node)
    {
        if (!context.Rescued.HasExcluded(tape, node))
        {
            WriteText(tape, node);
            return;
        }
        var isObject = tape[node].Kind == JsonKind.Object;
        var step = isObject ? 1 : 0;
        writer.WriteRaw(isObject ? "{"u8 : "["u8);
        var first = writer.Position;
        for (int child = node + 1 + step, end = tape[node].End; child < end; child = tape[child].End + step)
        {
            var isExcluded = context.Rescued.IsExcluded(tape, child);
            if (isExcluded && isObject) continue;
            if (writer.Position > first) writer.WriteRaw(","u8);
            if (isObject)
            {
                WriteText(tape, child - 1);
                writer.WriteRaw(":"u8);
            }
            if (isExcluded) writer.WriteRaw("null"u8);
            else WriteValue(tape, child);
        }
        writer.WriteRaw(isObject ? "}"u8 : "]"u8);
    }

    /// <summary>Writes the payload before it is parsed as a JSON string: text as it is, bytes in base64.</summary>
    private void WritePayload(in SourceValue payload)
    {
        writer.WriteRaw("\""u8);
        if (payload.Kind == ValueKind.Bytes)
        {
            var room = writer.Reserve(Base64.GetMaxEncodedToUtf8Length(payload.Text.Length));
            Base64.EncodeToUtf8(payload.Text, room, out _, out var length);
            writer.Position += length;
        }
        else
        {
            Escape(payload.Text, writer);
        }
        writer.WriteRaw("\""u8);
    }

    /// <summary>Writes a text as a JSON string.</summary>
    public static void WriteString(ReadOnlySpan<byte> text, RecordWriter writer)
    {
        writer.WriteRaw("\""u8);
        Escape(text, writer);
        writer.WriteRaw("\""u8);
    }

    private static void Escape(ReadOnlySpan<byte> text, RecordWriter writer)
    {
        while (!text.IsEmpty)
        {
            var piece = text[..Math.Min(text.Length, EscapedAtOnce)];
            writer.Position += JsonString.Escape(piece, writer.Reserve(piece.Length * JsonString.MaxExpansion));
            text = text[piece.Length..];
        }
    }

    private void WriteText(JsonTape tape, int node)
    {
        var quoted = tape[node].Kind == JsonKind.String;
        if (quoted) writer.WriteRaw("\""u8);
        writer.WriteRaw(tape.Raw(node));
        if (quoted) writer.WriteRaw("\""u8);
    }
}
