using System.Buffers.Binary;

namespace SqsIngestor.Mapping.Language.Payloads.Documents;

/// <summary>Reads the parts of a MessagePack value. The input can be any bytes: methods return false and never throw.</summary>
internal ref struct MsgPackReader(ReadOnlySpan<byte> source)
{
    private readonly ReadOnlySpan<byte> _source = source;

    public int Position { get; private set; }

    public readonly bool IsAtEnd => Position >= _source.Length;

    public bool TryReadByte(out byte value)
    {
        value = IsAtEnd ? (byte)0 : _source[Position];
        return TryPass(1);
    }

    public bool TryReadBytes(uint count, out ReadOnlySpan<byte> bytes)
    {
        bytes = count <= (uint)(_source.Length - Position) ? _source.Slice(Position, (int)count) : default;
        return bytes.Length == count && TryPass((int)count);
    }

    /// <summary>Reads an unsigned integer of 1, 2, 4 or 8 bytes.</summary>
    public bool TryReadUnsigned(int size, out ulong value)
    {
        value = 0;
        if (!TryReadBytes((uint)size, out var bytes)) return false;
        value = size switch
        {
            1 => bytes[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            4 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
            _ => BinaryPrimitives.ReadUInt64BigEndian(bytes),
        };
        return true;
    }

    /// <summary>Reads an integer of 1, 2, 4 or 8 bytes.</summary>
    public bool TryReadSigned(int size, out long value)
    {
        var isRead = TryReadUnsigned(size, out var bits);
        value = size switch { 1 => (sbyte)bits, 2 => (short)bits, 4 => (int)bits, _ => (long)bits };
        return isRead;
    }

    /// <summary>Reads a length of 1, 2 or 4 bytes.</summary>
    public bool TryReadLength(int size, out uint length)
    {
        var isRead = TryReadUnsigned(size, out var value);
        length = (uint)value;
        return isRead;
    }

    private bool TryPass(int count)
    {
        if (count > _source.Length - Position) return false;
        Position += count;
        return true;
    }
}
