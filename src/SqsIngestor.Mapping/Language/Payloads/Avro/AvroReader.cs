using System.Buffers.Binary;

namespace SqsIngestor.Mapping.Language.Payloads.Avro;

/// <summary>Reads the parts of binary Avro. The input can be any bytes: methods return false and never throw.</summary>
internal ref struct AvroReader(ReadOnlySpan<byte> source)
{
    private readonly ReadOnlySpan<byte> _source = source;

    /// <summary>What is wrong with an integer that <see cref="IsTooLong"/>.</summary>
    public const string TooLong = "an integer of more than 64 bits";

    public int Position { get; private set; }

    /// <summary>The last integer has more than 64 bits, so the data is not cut off.</summary>
    public bool IsTooLong { get; private set; }

    public readonly bool IsAtEnd => Position >= _source.Length;

    /// <summary>Reads a long, or an int that must be checked for its range.</summary>
    public bool TryReadLong(out long value)
    {
        ulong bits = 0;
        value = 0;
        for (var shift = 0; shift < 64 && Position < _source.Length; shift += 7)
        {
            var next = _source[Position++];
            // The tenth byte has one bit left.
            IsTooLong = shift > 64 - 7 && next > 1;
            if (IsTooLong) return false;
            bits |= (ulong)(next & 0x7f) << shift;
            if (next >= 0x80) continue;
            value = (long)(bits >> 1) ^ -(long)(bits & 1);
            return true;
        }
        return false;
    }

    /// <summary>Reads the length of what follows, then that.</summary>
    public bool TryReadBytes(out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        return TryReadLong(out var length) && TryReadBytes(length, out bytes);
    }

    public bool TryReadBytes(long count, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (count < 0 || count > _source.Length - Position) return false;
        bytes = _source.Slice(Position, (int)count);
        Position += (int)count;
        return true;
    }

    public bool TryReadFloat(out float value)
    {
        var isRead = TryReadBytes(sizeof(float), out var bytes);
        value = isRead ? BinaryPrimitives.ReadSingleLittleEndian(bytes) : 0;
        return isRead;
    }

    public bool TryReadDouble(out double value)
    {
        var isRead = TryReadBytes(sizeof(double), out var bytes);
        value = isRead ? BinaryPrimitives.ReadDoubleLittleEndian(bytes) : 0;
        return isRead;
    }

    /// <summary>Reads the number of elements of the next block of an array or a map; 0 at its end.</summary>
    public bool TryReadBlock(out long count)
    {
        if (!TryReadLong(out count) || count == long.MinValue) return false;
        if (count >= 0) return true;
        // The size of the block in bytes follows, for those who skip it.
        count = -count;
        return TryReadLong(out _);
    }
}
