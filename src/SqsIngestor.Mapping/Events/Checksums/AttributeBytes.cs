using System.Buffers.Binary;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Events.Checksums;

/// <summary>
/// Message attributes as the bytes that SQS hashes: by name, each as name, data type, one byte for text or binary, and
/// value, with lengths in front ("Calculating the MD5 message digest for message attributes", SQS developer guide).
/// Lists, which SQS reserves and does not use, are skipped.
/// </summary>
internal sealed class AttributeBytes : IComparer<AttributeBytes.Attribute>
{
    private const byte TextMark = 1;
    private const byte BinaryMark = 2;

    private readonly PayloadBuffer _names = new();
    private Attribute[] _attributes = new Attribute[10];

    /// <summary>False if the attributes are not in the form that SQS sends.</summary>
    public bool TryWrite(SourceValue attributes, PayloadBuffer output)
    {
        if (attributes.Kind != ValueKind.Object) return false;
        var tape = attributes.Tape!;
        if (!TryCollect(tape, attributes.Node, out var count)) return false;
        // SQS takes ten at most, and sorting them in place allocates nothing.
        if (count > 1) Sort(_attributes.AsSpan(0, count));
        foreach (var attribute in _attributes.AsSpan(0, count))
        {
            WriteBytes(Name(attribute), output);
            if (!TryWriteText(tape, attribute.Node, "dataType"u8, output) || !TryWriteValue(tape, attribute.Node, output))
            {
                return false;
            }
        }
        return true;
    }

    public int Compare(Attribute x, Attribute y) => Name(x).SequenceCompareTo(Name(y));

    private ReadOnlySpan<byte> Name(Attribute attribute) => _names.Written.Slice(attribute.NameStart, attribute.NameLength);

    private bool TryCollect(JsonTape tape, int node, out int count)
    {
        (count, _names.Length) = (0, 0);
        for (int key = node + 1, end = tape[node].End; key < end; key = tape[key + 1].End)
        {
            if (tape[key + 1].Kind != JsonKind.Object) return false;
            var text = tape.Raw(key);
            if (!JsonText.TryUnescape(text, _names.Reserve(text.Length), out var length)) return false;
            if (count == _attributes.Length) Array.Resize(ref _attributes, count * 2);
            _attributes[count++] = new(_names.Length, length, key + 1);
            _names.Length += length;
        }
        return true;
    }

    private void Sort(Span<Attribute> attributes)
    {
        if (attributes.Length > 32)
        {
            attributes.Sort(this);
            return;
        }
        for (var i = 1; i < attributes.Length; i++)
        {
            for (var j = i; j > 0 && Compare(attributes[j - 1], attributes[j]) > 0; j--)
            {
                (attributes[j - 1], attributes[j]) = (attributes[j], attributes[j - 1]);
            }
        }
    }

    private static bool TryWriteValue(JsonTape tape, int attribute, PayloadBuffer output)
    {
        if (tape.TryGetMember(attribute, "stringValue"u8, out var text) && tape[text].Kind != JsonKind.Null)
        {
            output.Write(TextMark);
            return TryWriteText(tape, attribute, "stringValue"u8, output);
        }
        if (!tape.TryGetMember(attribute, "binaryValue"u8, out var binary) || tape[binary].Kind == JsonKind.Null) return true;
        output.Write(BinaryMark);
        var start = output.Length;
        if (!TryWriteText(tape, attribute, "binaryValue"u8, output)) return false;
        var digits = start + sizeof(int);
        if (!Base64Text.TryRead(output.Written[digits..], out var base64)) return false;
        // Reserved bytes may move the text, which stays in the old array then.
        var room = output.Reserve(base64.Size)[..base64.Size];
        if (!base64.TryDecode(room)) return false;
        room.CopyTo(output.Bytes.AsSpan(digits));
        BinaryPrimitives.WriteInt32BigEndian(output.Bytes.AsSpan(start), base64.Size);
        output.Length = digits + base64.Size;
        return true;
    }

    private static bool TryWriteText(JsonTape tape, int obj, ReadOnlySpan<byte> name, PayloadBuffer output)
    {
        if (!tape.TryGetMember(obj, name, out var node) || tape[node].Kind != JsonKind.String) return false;
        var text = tape.Raw(node);
        var room = output.Reserve(sizeof(int) + text.Length);
        if (!JsonText.TryUnescape(text, room[sizeof(int)..], out var length)) return false;
        BinaryPrimitives.WriteInt32BigEndian(room, length);
        output.Length += sizeof(int) + length;
        return true;
    }

    private static void WriteBytes(ReadOnlySpan<byte> bytes, PayloadBuffer output)
    {
        BinaryPrimitives.WriteInt32BigEndian(output.Reserve(sizeof(int)), bytes.Length);
        output.Length += sizeof(int);
        output.Write(bytes);
    }

    /// <summary>A name, unescaped, and the attribute's node on the tape.</summary>
    internal readonly record struct Attribute(int NameStart, int NameLength, int Node);
}
