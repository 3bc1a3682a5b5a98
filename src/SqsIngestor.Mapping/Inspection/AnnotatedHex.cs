using System.Globalization;
using System.Text;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Inspection;

/// <summary>
/// A record as annotated hexadecimal digits: a line for each field with its offset, its tag, its length and its value, then name,
/// type and value. Nested fields are indented; a long value continues on further lines.
/// </summary>
internal sealed class AnnotatedHex(byte[] record)
{
    private const int BytesOnALine = 16;
    private const int NoteColumn = 62;
    private const int MaxValue = 80;
    private readonly StringBuilder _text = new();

    public static string Write(byte[] record, IReadOnlyList<WireField> fields, FieldMeanings meanings)
    {
        var writer = new AnnotatedHex(record);
        writer.WriteFields(fields, meanings, 0);
        return writer._text.ToString();
    }

    private void WriteFields(IReadOnlyList<WireField> fields, FieldMeanings? meanings, int depth)
    {
        foreach (var field in fields) WriteField(field, meanings?.Below(field.Field), depth);
    }

    private void WriteField(WireField field, FieldMeanings? meaning, int depth)
    {
        var head = new WireSpan(field.Tag.Start, field.Length.End);
        var fits = field.Fields is null && field.Value.Length <= BytesOnALine;
        var hex = Hex(field.Tag);
        if (field.Length.Length > 0) hex += " " + Hex(field.Length);
        if (fits && field.Value.Length > 0) hex += " " + Hex(field.Value);
        WriteLine(
            head.Start, depth, hex,
            $"{field.Field.FieldNumber} {field.Field.Name}: {TypeOf(field.Field, meaning)}{ValueOf(field, meaning)}");
        if (field.Fields is not null) WriteFields(field.Fields, meaning, depth + 1);
        else if (!fits) WriteBytes(field.Value, depth);
        if (field.Field.FieldType == FieldType.Group)
        {
            WriteLine(
                field.Value.End,
                depth,
                Hex(new(field.Value.End, field.End)),
                $"{field.Field.FieldNumber} {field.Field.Name}: end");
        }
    }

    private void WriteBytes(WireSpan value, int depth)
    {
        for (var start = value.Start; start < value.End; start += BytesOnALine)
        {
            WriteLine(start, depth, "  " + Hex(new(start, Math.Min(start + BytesOnALine, value.End))), "");
        }
    }

    private void WriteLine(int offset, int depth, string hex, string note)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{offset:x4}  {new string(' ', depth * 2)}{hex}");
        _text.Append(note.Length == 0 ? line : $"{line.PadRight(NoteColumn)}  {note}").Append('\n');
    }

    private string Hex(WireSpan span) =>
        string.Join(' ', record[span.Start..span.End].Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));

    private static string TypeOf(FieldDescriptor field, FieldMeanings? meaning)
    {
        var type = field.IsMap ? "map entry"
            : field.FieldType is FieldType.Message or FieldType.Group ? field.MessageType.Name
            : field.FieldType == FieldType.Enum ? field.EnumType.Name
            : field.FieldType.ToString().ToLowerInvariant();
        return meaning?.Own is { As: var own } ? $"{type} as {own}" : type;
    }

    private static string ValueOf(WireField field, FieldMeanings? meaning)
    {
        if (field.Fields is not null) return "";
        var text = JsonBuilder.Write(writer =>
        {
            if (field.Scalars.Count != 1) writer.WriteStartArray();
            foreach (var scalar in field.Scalars) RowScalar.Write(writer, field.Field, scalar, meaning?.Own);
            if (field.Scalars.Count != 1) writer.WriteEndArray();
        });
        return " = " + (text.Length <= MaxValue ? text : text[..(MaxValue - 1)] + "…");
    }
}
