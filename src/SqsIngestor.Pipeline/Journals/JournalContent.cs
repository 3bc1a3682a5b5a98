using System.Buffers.Binary;
using System.Text;

namespace SqsIngestor.Pipeline.Journals;

/// <summary>The content of a journal file: a header of fixed size with the stream, and entries.</summary>
/// <param name="StreamId">The id of the stream.</param>
/// <param name="First">The first position that the journal can have an entry for.</param>
/// <param name="Entries">
/// The entries: first those that are durable for sure, then those with a position, in the order of their positions.
/// </param>
internal sealed record JournalContent(string StreamId, long First, IReadOnlyList<JournalEntry> Entries)
{
    private const int HeaderSize = 256;
    private const int Checked = HeaderSize - sizeof(uint);
    private const int IdPlace = 40;
    private const ulong Magic = 0x31_4c_4e_4a_2d_53_51_53;

    /// <summary>The largest id of a stream, in bytes of UTF-8.</summary>
    public const int LongestId = Checked - IdPlace;

    /// <summary>The position behind the last one that may have been sent.</summary>
    public long Next => Entries is [.., { Position: >= 0 and var last }] ? last + 1 : First;

    /// <summary>Where an entry begins in the file.</summary>
    public static long PlaceOf(int entry) => HeaderSize + ((long)entry * JournalEntry.Size);

    /// <summary>The content as a file.</summary>
    /// <param name="table">Whose journal it is.</param>
    /// <exception cref="InvalidDataException">The id of the stream is too long.</exception>
    public byte[] Write(UInt128 table)
    {
        if (Encoding.UTF8.GetByteCount(StreamId) > LongestId) throw new InvalidDataException("the stream's id is too long");
        var bytes = new byte[PlaceOf(Entries.Count)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes.AsSpan(8), table);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), First);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(32), Encoding.UTF8.GetBytes(StreamId, bytes.AsSpan(IdPlace)));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(Checked), JournalEntry.Checksum(bytes.AsSpan(0, Checked)));
        for (var entry = 0; entry < Entries.Count; entry++) Entries[entry].Write(bytes.AsSpan((int)PlaceOf(entry)));
        return bytes;
    }

    /// <summary>
    /// Reads a file. The process may have ended in the middle of the last entry: that one was not sent, and is left out.
    /// </summary>
    /// <param name="bytes">The file.</param>
    /// <param name="table">Whose journal it must be.</param>
    /// <exception cref="InvalidDataException">It is damaged, or not a journal of the table. The message says how.</exception>
    public static JournalContent Read(ReadOnlySpan<byte> bytes, UInt128 table)
    {
        if (bytes.Length < HeaderSize) throw new InvalidDataException("it ends in its header");
        if (BinaryPrimitives.ReadUInt64LittleEndian(bytes) != Magic) throw new InvalidDataException("it is not a journal");
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[Checked..]) != JournalEntry.Checksum(bytes[..Checked]))
            throw new InvalidDataException("the checksum of its header is wrong");
        if (BinaryPrimitives.ReadUInt128LittleEndian(bytes[8..]) != table)
            throw new InvalidDataException("it belongs to another table or endpoint");
        var first = BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]);
        var id = Encoding.UTF8.GetString(bytes.Slice(IdPlace, BinaryPrimitives.ReadInt32LittleEndian(bytes[32..])));
        return new(id, first, ReadEntries(bytes[HeaderSize..], first));
    }

    private static List<JournalEntry> ReadEntries(ReadOnlySpan<byte> bytes, long first)
    {
        var count = bytes.Length / JournalEntry.Size;
        var entries = new List<JournalEntry>(count);
        for (var i = 0; i < count; i++)
        {
            if (!JournalEntry.TryRead(bytes.Slice(i * JournalEntry.Size, JournalEntry.Size), out var entry))
            {
                if (i == count - 1) break;
                throw new InvalidDataException($"the checksum of entry {i} is wrong");
            }
            // A new connection sends again from the first position that the service has not committed. What was sent there
            // before, or behind it, is not durable.
            while (entry.Position >= 0 && entries is [.., { Position: var last }] && last >= entry.Position)
                entries.RemoveAt(entries.Count - 1);
            var isInOrder = entry.Position == JournalEntry.Durable
                ? entries is not [.., { Position: >= 0 }]
                : entry.Position >= first;
            if (!isInOrder) throw new InvalidDataException($"entry {i} is out of order");
            entries.Add(entry);
        }
        return entries;
    }
}
