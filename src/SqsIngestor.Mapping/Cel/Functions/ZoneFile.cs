using System.Buffers.Binary;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>
/// The changes of a zone's offset that its file in the time zone data lists (RFC 9636), to the second. What follows the last
/// one is in the rules of <see cref="TimeZoneInfo"/>.
/// </summary>
internal sealed class ZoneFile
{
    private const int HeaderSize = 44;
    private const int TypeSize = 6;
    private const long SecondsPerDay = 86_400;

    private readonly long[] _changes;

    // The offset before the first change, and after each.
    private readonly int[] _offsets;

    private ZoneFile(long[] changes, int[] offsets)
    {
        _changes = changes;
        _offsets = offsets;
    }

    /// <summary>The file of a zone; null if this machine has none, or one in another format.</summary>
    /// <param name="name">An IANA name.</param>
    public static ZoneFile? Find(string name)
    {
        var folder = Environment.GetEnvironmentVariable("TZDIR") is { Length: > 0 } given ? given : "/usr/share/zoneinfo";
        try
        {
            return Read(File.ReadAllBytes(Path.Combine(folder, name)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads the content of a file; null if it is not of version 2 or later, or has leap seconds.</summary>
    public static ZoneFile? Read(ReadOnlySpan<byte> file)
    {
        if (!IsHeader(file) || file[4] < '2') return null;
        // The first block is for readers of version 1, with times of 32 bits.
        var first = HeaderSize + (Count(file, 3) * 5) + (Count(file, 4) * TypeSize) + Count(file, 5)
            + (Count(file, 2) * 8) + Count(file, 1) + Count(file, 0);
        if (first < 0 || first > file.Length) return null;
        file = file[first..];
        if (!IsHeader(file)) return null;
        var (leaps, changes, types) = (Count(file, 2), Count(file, 3), Count(file, 4));
        if (leaps != 0 || types <= 0 || changes < 0) return null;
        var (indexes, rules) = (HeaderSize + (changes * 8L), HeaderSize + (changes * 9L));
        if (file.Length < rules + ((long)types * TypeSize)) return null;
        var (times, offsets) = (new long[changes], new int[changes + 1]);
        offsets[0] = Offset(file, (int)rules, 0);
        for (var i = 0; i < changes; i++)
        {
            times[i] = BinaryPrimitives.ReadInt64BigEndian(file[(HeaderSize + (i * 8))..]);
            var type = file[(int)indexes + i];
            if (type >= types) return null;
            offsets[i + 1] = Offset(file, (int)rules, type);
        }
        return new(times, offsets);
    }

    /// <summary>False for times after the last change, and if there is none.</summary>
    public bool TryGetOffset(long seconds, out int offset)
    {
        offset = 0;
        // No rule changes an offset within a day after the last change of the list.
        if (_changes.Length == 0 || seconds >= _changes[^1] + SecondsPerDay) return false;
        var place = Array.BinarySearch(_changes, seconds);
        offset = _offsets[place < 0 ? ~place : place + 1];
        return true;
    }

    private static bool IsHeader(ReadOnlySpan<byte> file) => file.Length >= HeaderSize && file[..4].SequenceEqual("TZif"u8);

    /// <summary>A count of the header: UTC indicators, standard indicators, leap seconds, changes, types, characters.</summary>
    private static int Count(ReadOnlySpan<byte> file, int index) =>
        BinaryPrimitives.ReadInt32BigEndian(file[(20 + (index * 4))..]);

    private static int Offset(ReadOnlySpan<byte> file, int rules, int type) =>
        BinaryPrimitives.ReadInt32BigEndian(file[(rules + (type * TypeSize))..]);
}
