using System.Buffers;
using System.Text.Json;
using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Records.Limits;

/// <summary>Finds an object of a JSON text that has a name twice, however the text writes it.</summary>
internal static class JsonNames
{
    // Another one in each process, so that senders cannot force hash collisions.
    private static readonly int Seed = HashCode.Combine(0);

    /// <param name="text">JSON without errors.</param>
    /// <param name="count">The number of its names.</param>
    /// <param name="depth">Its deepest nesting.</param>
    public static bool HasDuplicate(ReadOnlySpan<byte> text, int count, int depth)
    {
        // Twice as many places as names, so that few of them meet.
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)count * 2);
        var table = ArrayPool<Name>.Shared.Rent(size);
        var objects = ArrayPool<int>.Shared.Rent(depth + 1);
        var room = ArrayPool<byte>.Shared.Rent(text.Length * 2);
        table.AsSpan(0, size).Clear();
        try
        {
            return HasDuplicate(text, table.AsSpan(0, size), objects, room);
        }
        finally
        {
            ArrayPool<Name>.Shared.Return(table);
            ArrayPool<int>.Shared.Return(objects);
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    private static bool HasDuplicate(ReadOnlySpan<byte> text, Span<Name> table, int[] objects, byte[] room)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject) objects[reader.CurrentDepth + 1] = (int)reader.TokenStartIndex + 1;
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            var name = new Name(
                objects[reader.CurrentDepth], (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, reader.ValueIsEscaped);
            if (!TryAdd(text, table, name, room)) return true;
        }
        return false;
    }

    private static bool TryAdd(ReadOnlySpan<byte> text, Span<Name> table, in Name name, byte[] room)
    {
        var value = name.Value(text, room.AsSpan(0, text.Length));
        var hash = new HashCode();
        hash.Add(Seed);
        hash.Add(name.Object);
        hash.AddBytes(value);
        var mask = table.Length - 1;
        var place = hash.ToHashCode() & mask;
        for (; table[place].Object != 0; place = (place + 1) & mask)
        {
            if (table[place].Object != name.Object) continue;
            if (table[place].Value(text, room.AsSpan(text.Length)).SequenceEqual(value)) return false;
        }
        table[place] = name;
        return true;
    }

    /// <summary>A name and the object that has it.</summary>
    /// <param name="Object">Where the object starts, from 1; 0 is a free place.</param>
    /// <param name="Start">Where the name starts, after its quote.</param>
    /// <param name="Length">Its bytes in the text.</param>
    /// <param name="Escaped">Whether it has escapes.</param>
    private readonly record struct Name(int Object, int Start, int Length, bool Escaped)
    {
        public ReadOnlySpan<byte> Value(ReadOnlySpan<byte> text, Span<byte> room)
        {
            var written = text.Slice(Start, Length);
            return Escaped && JsonText.TryUnescape(written, room, out var length) ? room[..length] : written;
        }
    }
}
