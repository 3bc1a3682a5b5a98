using System.Buffers.Binary;
using Google.Protobuf;

namespace SqsIngestor.Mapping.Language.Payloads.Protobuf;

/// <summary>
/// Finds the fields of one message on the wire. The input can be any bytes: methods return false and never throw.
/// </summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> source, int start)
{
    // The limit of Google.Protobuf.
    private const int DeepestGroup = 100;

    private readonly ReadOnlySpan<byte> _source = source;

    public int Position { get; private set; } = start;

    public readonly bool IsAtEnd => Position >= _source.Length;

    public bool TryReadTag(out int number, out WireFormat.WireType type)
    {
        (number, type) = (0, default);
        if (!TryReadVarint(out var tag) || tag > uint.MaxValue || tag >> 3 == 0) return false;
        (number, type) = ((int)(tag >> 3), (WireFormat.WireType)(tag & 7));
        return true;
    }

    /// <summary>Skips a value and gives its range, without the length prefix or the end of a group.</summary>
    public bool TryReadValue(int number, WireFormat.WireType type, out int start, out int length)
    {
        (start, length) = (Position, 0);
        switch (type)
        {
            case WireFormat.WireType.Varint:
                if (!TryReadVarint(out _)) return false;
                length = Position - start;
                return true;
            case WireFormat.WireType.Fixed32:
                return TryPass(length = sizeof(uint));
            case WireFormat.WireType.Fixed64:
                return TryPass(length = sizeof(ulong));
            case WireFormat.WireType.LengthDelimited:
                if (!TryReadVarint(out var count) || count > (ulong)(_source.Length - Position)) return false;
                (start, length) = (Position, (int)count);
                return TryPass(length);
            case WireFormat.WireType.StartGroup:
                return TryPassGroup(number, 1, out length);
            default:
                return false;
        }
    }

    public bool TryReadVarint(out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 64 && Position < _source.Length; shift += 7)
        {
            var next = _source[Position++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return true;
        }
        return false;
    }

    public bool TryReadFixed32(out uint value)
    {
        var at = Position;
        value = TryPass(sizeof(uint)) ? BinaryPrimitives.ReadUInt32LittleEndian(_source[at..]) : 0;
        return Position > at;
    }

    public bool TryReadFixed64(out ulong value)
    {
        var at = Position;
        value = TryPass(sizeof(ulong)) ? BinaryPrimitives.ReadUInt64LittleEndian(_source[at..]) : 0;
        return Position > at;
    }

    public ReadOnlySpan<byte> ReadRest()
    {
        var at = Position;
        Position = _source.Length;
        return _source[at..];
    }

    private bool TryPass(int count)
    {
        if (count > _source.Length - Position) return false;
        Position += count;
        return true;
    }

    private bool TryPassGroup(int number, int depth, out int length)
    {
        length = 0;
        if (depth > DeepestGroup) return false;
        var first = Position;
        while (true)
        {
            var end = Position;
            if (IsAtEnd || !TryReadTag(out var inner, out var type)) return false;
            if (type == WireFormat.WireType.EndGroup)
            {
                length = end - first;
                return inner == number;
            }
            var isPassed = type == WireFormat.WireType.StartGroup
                ? TryPassGroup(inner, depth + 1, out _)
                : TryReadValue(inner, type, out _, out _);
            if (!isPassed) return false;
        }
    }
}
