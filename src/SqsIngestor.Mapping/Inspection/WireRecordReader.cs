using System.Text;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Descriptors;
using SqsIngestor.Mapping.Records.Values;

namespace SqsIngestor.Mapping.Inspection;

/// <summary>
/// Record bytes to fields, by the message's descriptor and nothing else. Stricter than a protobuf parser, because it checks the
/// output of this program: a field that the message does not have is an error.
/// </summary>
internal static class WireRecordReader
{
    /// <exception cref="RecordFormatException">The bytes are not a record of the message.</exception>
    public static IReadOnlyList<WireField> Read(ReadOnlySpan<byte> record, MessageDescriptor message)
    {
        var cursor = new WireCursor(record);
        return ReadFields(ref cursor, message, endTag: 0, depth: 0);
    }

    private static List<WireField> ReadFields(ref WireCursor cursor, MessageDescriptor message, uint endTag, int depth)
    {
        if (depth > MessageShape.MaxDepth)
        {
            throw new RecordFormatException(cursor.Position, $"nested deeper than {MessageShape.MaxDepth} messages");
        }
        var fields = new List<WireField>();
        while (!cursor.IsAtEnd)
        {
            var start = cursor.Position;
            var tag = cursor.ReadVarint();
            if (endTag != 0 && tag == endTag) return fields;
            if (tag >> 3 is 0 or > 536_870_911 || message.FindFieldByNumber((int)(tag >> 3)) is not { } field)
            {
                throw new RecordFormatException(start, $"{message.FullName} has no field {tag >> 3}");
            }
            fields.Add(ReadField(ref cursor, field, tag, new(start, cursor.Position), depth));
        }
        return endTag == 0 ? fields : throw new RecordFormatException(cursor.Position, "a group has no end");
    }

    private static WireField ReadField(ref WireCursor cursor, FieldDescriptor field, ulong tag, WireSpan place, int depth)
    {
        if (tag == WireTags.Of(field))
        {
            return field.FieldType switch
            {
                FieldType.Group => ReadGroup(ref cursor, field, place, depth),
                FieldType.Message or FieldType.String or FieldType.Bytes => ReadDelimited(ref cursor, field, place, depth),
                _ => ReadScalar(ref cursor, field, place),
            };
        }
        if (WireTags.IsPackable(field) && tag == WireTags.LengthDelimited(field)) return ReadPacked(ref cursor, field, place);
        throw new RecordFormatException(place.Start, $"the field '{field.FullName}' has wire type {tag & 7}");
    }

    private static WireField ReadScalar(ref WireCursor cursor, FieldDescriptor field, WireSpan tag)
    {
        var start = cursor.Position;
        var value = WireScalars.Read(ref cursor, field.FieldType);
        return new(field, tag, new(start, start), new(start, cursor.Position), cursor.Position) { Scalars = [value] };
    }

    private static WireField ReadGroup(ref WireCursor cursor, FieldDescriptor field, WireSpan tag, int depth)
    {
        var start = cursor.Position;
        var fields = ReadFields(ref cursor, field.MessageType, WireTags.EndGroup(field), depth + 1);
        var end = fields.Count == 0 ? start : fields[^1].End;
        return new(field, tag, new(start, start), new(start, end), cursor.Position) { Fields = fields };
    }

    private static WireField ReadDelimited(ref WireCursor cursor, FieldDescriptor field, WireSpan tag, int depth)
    {
        var (length, value) = ReadLength(ref cursor);
        var result = new WireField(field, tag, length, value, value.End);
        if (field.FieldType != FieldType.Message)
        {
            var bytes = cursor.Take(value.Length);
            if (field.FieldType == FieldType.Bytes) return result with { Scalars = [bytes.ToArray()] };
            if (!System.Text.Unicode.Utf8.IsValid(bytes))
            {
                throw new RecordFormatException(value.Start, $"the string '{field.FullName}' is not UTF-8");
            }
            return result with { Scalars = [Encoding.UTF8.GetString(bytes)] };
        }
        var outer = cursor.End;
        cursor.End = value.End;
        result = result with { Fields = ReadFields(ref cursor, field.MessageType, endTag: 0, depth + 1) };
        cursor.End = outer;
        return result;
    }

    private static WireField ReadPacked(ref WireCursor cursor, FieldDescriptor field, WireSpan tag)
    {
        var (length, value) = ReadLength(ref cursor);
        var outer = cursor.End;
        cursor.End = value.End;
        var scalars = new List<object>();
        while (!cursor.IsAtEnd) scalars.Add(WireScalars.Read(ref cursor, field.FieldType));
        cursor.End = outer;
        return new(field, tag, length, value, value.End) { Scalars = scalars };
    }

    private static (WireSpan Length, WireSpan Value) ReadLength(ref WireCursor cursor)
    {
        var start = cursor.Position;
        var length = cursor.ReadLength();
        return (new(start, cursor.Position), new(cursor.Position, cursor.Position + length));
    }
}

/// <summary>The bytes do not fit the message that they are read as.</summary>
public sealed class RecordFormatException : Exception
{
    internal RecordFormatException(int offset, string message) : base($"offset {offset}: {message}") => Offset = offset;

    /// <summary>The offset at which reading stopped, in bytes.</summary>
    public int Offset { get; }
}
