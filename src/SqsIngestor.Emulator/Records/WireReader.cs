using System.Buffers.Binary;

namespace SqsIngestor.Emulator.Records;

/// <summary>Reads protobuf's wire format from any bytes.</summary>
internal struct WireReader(ReadOnlyMemory<byte> bytes)
{
    private const int LongestVarint = 10;

    private int _position;

    public readonly bool AtEnd => _position >= bytes.Length;

    public (int Number, WireType Type) ReadTag(string path)
    {
        var tag = ReadVarint(path);
        var number = tag >> 3;
        if (number is 0 or > 536_870_911) throw Broken(path, "a tag has no valid field number");
        return ((int)number, (WireType)(tag & 7));
    }

    public ulong ReadVarint(string path)
    {
        var value = 0UL;
        var span = bytes.Span;
        for (var i = 0; i < LongestVarint; i++)
        {
            if (_position >= span.Length) throw Broken(path, "the record ends inside a varint");
            var next = span[_position++];
            if (i == LongestVarint - 1 && next > 1) break;
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80) return value;
        }

        throw Broken(path, "a varint has more than 64 bits");
    }

    public uint ReadFixed32(string path) => BinaryPrimitives.ReadUInt32LittleEndian(Take(4, path).Span);

    public ulong ReadFixed64(string path) => BinaryPrimitives.ReadUInt64LittleEndian(Take(8, path).Span);

    public ReadOnlyMemory<byte> ReadBytes(string path)
    {
        var length = ReadVarint(path);
        return length <= int.MaxValue ? Take((int)length, path) : throw Broken(path, "a length is beyond the record's end");
    }

    private ReadOnlyMemory<byte> Take(int length, string path)
    {
        if (length > bytes.Length - _position) throw Broken(path, "a length is beyond the record's end");
        var slice = bytes.Slice(_position, length);
        _position += length;
        return slice;
    }

    private static RecordException Broken(string path, string what) => new(RecordFaultCodes.BadEncoding, path, $"{what}.");
}

/// <summary>The low three bits of a tag.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    StartGroup = 3,
    EndGroup = 4,
    Fixed32 = 5,
}
