using System.Buffers.Binary;
using System.Numerics;
using SqsIngestor.Pipeline.Streams;

namespace SqsIngestor.Pipeline.Journals;

/// <summary>
/// What a journal says about a row: where in its stream it was sent. It has no message content, and a fixed size with a checksum,
/// so that an entry that was not written to its end is found out.
/// </summary>
/// <param name="Position">The position in the stream; <see cref="Durable"/> for a row that is known to be durable.</param>
/// <param name="Row">The row. With the index <see cref="WholeMessage"/>, all rows of the message.</param>
internal readonly record struct JournalEntry(long Position, MessageRow Row)
{
    /// <summary>The bytes of an entry.</summary>
    public const int Size = 40;

    /// <summary>The position of what is durable, whatever the stream says.</summary>
    public const long Durable = -1;

    /// <summary>The index that stands for all rows of a message.</summary>
    public const int WholeMessage = -1;

    private const int Checked = Size - sizeof(uint);

    /// <summary>Writes the entry into the first <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Position);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes[8..], Row.Key);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[24..], Row.Index);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[28..], Row.Shape);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[32..], Row.Rows);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[Checked..], Checksum(bytes[..Checked]));
    }

    /// <summary>Reads an entry of <see cref="Size"/> bytes.</summary>
    /// <returns>False if the checksum is wrong.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out JournalEntry entry)
    {
        entry = new JournalEntry(
            BinaryPrimitives.ReadInt64LittleEndian(bytes),
            new MessageRow(
                BinaryPrimitives.ReadUInt128LittleEndian(bytes[8..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[24..]),
                BinaryPrimitives.ReadInt32LittleEndian(bytes[28..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[32..])));
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes[Checked..]) == Checksum(bytes[..Checked]);
    }

    /// <summary>CRC-32C. It begins with ones, so that zeros are not right.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var each in bytes) crc = BitOperations.Crc32C(crc, each);
        return ~crc;
    }
}
