using System.Buffers.Binary;

namespace SqsIngestor.Mapping.Inspection;

/// <summary>Reads the primitives of the wire format, up to an end that moves with nesting.</summary>
internal ref struct WireCursor(ReadOnlySpan<byte> record)
{
    private readonly ReadOnlySpan<byte> _record = record;

    public int Position { get; private set; }

    /// <summary>The end of the current message.</summary>
    public int End { get; set; } = record.Length;

    public readonly bool IsAtEnd => Position == End;

    public ulong ReadVarint()
    {
        var start = Position;
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var b = Take(1)[0];
            // The tenth byte has room for one bit.
            if (shift == 63 && b > 1) break;
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }
        throw new RecordFormatException(start, "a varint has more than 64 bits");
    }

    public uint ReadFixed32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong ReadFixed64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public ReadOnlySpan<byte> Take(int length)
    {
        if (End - Position < length)
        {
            throw new RecordFormatException(Position, $"{length} bytes are needed, but {End - Position} are left");
        }
        Position += length;
        return _record.Slice(Position - length, length);
    }

    /// <summary>The length of the next value; the input must contain that many bytes.</summary>
    public int ReadLength()
    {
        var start = Position;
        var length = ReadVarint();
        if (length > (ulong)(End - Position))
        {
            throw new RecordFormatException(start, $"the length is {length}, but {End - Position} bytes are left");
        }
        return (int)length;
    }
}
