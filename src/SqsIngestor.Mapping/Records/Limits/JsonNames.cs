using System.Text.Json;
using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Records.Limits;

/// <summary>Finds an object of a JSON text that has a name twice, however the text writes it.</summary>
internal readonly ref struct JsonNames
{
    // Another one in each process, so that senders cannot force hash collisions.
    private static readonly int Seed = HashCode.Combine(0);

    private readonly ReadOnlySpan<byte> _text;
    private readonly CodecArrays _arrays;

    // For the values of two names with escapes.
    private readonly Span<byte> _room;
    private readonly Span<byte> _otherRoom;

    /// <param name="text">JSON without errors.</param>
    /// <param name="longest">The bytes of its longest name with escapes.</param>
    /// <param name="arrays">The memory that it needs.</param>
    public JsonNames(ReadOnlySpan<byte> text, int longest, CodecArrays arrays)
    {
        _text = text;
        _arrays = arrays;
        var room = arrays.Text(2 * longest);
        _room = room[..longest];
        _otherRoom = room[longest..];
    }

    /// <param name="count">The number of its names.</param>
    /// <param name="depth">Its deepest nesting.</param>
    public bool HasDuplicate(int count, int depth)
    {
        // Twice as many places as names, so that few of them meet.
        var table = _arrays.Names((int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)count * 2));
        var objects = _arrays.Positions(depth + 1);
        var reader = new Utf8JsonReader(_text, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject) objects[reader.CurrentDepth + 1] = (int)reader.TokenStartIndex + 1;
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            var name = new JsonName(
                objects[reader.CurrentDepth], (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, reader.ValueIsEscaped);
            if (!TryAdd(table, name)) return true;
        }
        return false;
    }

    private bool TryAdd(Span<JsonName> table, in JsonName name)
    {
        var value = Value(name, _room);
        var hash = new HashCode();
        hash.Add(Seed);
        hash.Add(name.Object);
        hash.AddBytes(value);
        var mask = table.Length - 1;
        var place = hash.ToHashCode() & mask;
        for (; table[place].Object != 0; place = (place + 1) & mask)
        {
            if (table[place].Object != name.Object) continue;
            if (Value(table[place], _otherRoom).SequenceEqual(value)) return false;
        }
        table[place] = name;
        return true;
    }

    private ReadOnlySpan<byte> Value(in JsonName name, Span<byte> room)
    {
        var written = _text.Slice(name.Start, name.Length);
        return name.Escaped && JsonText.TryUnescape(written, room, out var length) ? room[..length] : written;
    }
}
