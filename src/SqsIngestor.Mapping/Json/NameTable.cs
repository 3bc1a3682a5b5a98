using System.Buffers;
using System.Runtime.InteropServices;

namespace SqsIngestor.Mapping.Json;

/// <summary>UTF-8 names to values, built once and then only read: open addressing, no strings.</summary>
internal sealed class NameTable<T> where T : class
{
    private readonly byte[]?[] _names;
    private readonly T?[] _values;
    private readonly int _mask;
    private readonly int _longest;

    public NameTable(IReadOnlyCollection<KeyValuePair<byte[], T>> entries)
    {
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, entries.Count * 2));
        (_names, _values, _mask) = (new byte[size][], new T[size], size - 1);
        foreach (var (name, value) in entries)
        {
            _longest = Math.Max(_longest, name.Length);
            var slot = Hash(name) & _mask;
            while (_names[slot] is not null) slot = (slot + 1) & _mask;
            (_names[slot], _values[slot]) = (name, value);
        }
    }

    public T? Find(ReadOnlySpan<byte> name)
    {
        for (var slot = Hash(name) & _mask; _names[slot] is { } candidate; slot = (slot + 1) & _mask)
        {
            if (name.SequenceEqual(candidate)) return _values[slot];
        }
        return null;
    }

    /// <summary>Finds a name as it is written in a JSON document.</summary>
    /// <param name="text">The text between the quotes.</param>
    /// <param name="escaped">It holds escapes.</param>
    public T? Find(ReadOnlySpan<byte> text, bool escaped) => escaped ? FindEscaped(text) : Find(text);

    private T? FindEscaped(ReadOnlySpan<byte> text)
    {
        // An escape has at most six bytes for each byte of its character.
        if (text.Length > _longest * 6) return null;
        byte[]? rented = null;
        var name = text.Length <= 256 ? stackalloc byte[256] : rented = ArrayPool<byte>.Shared.Rent(text.Length);
        var found = JsonText.TryUnescape(text, name, out var length) ? Find(name[..length]) : null;
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return found;
    }

    /// <summary>
    /// Names of one document differ in length, first or last bytes nearly always; a long middle need not be read.
    /// </summary>
    private static int Hash(ReadOnlySpan<byte> name)
    {
        ulong head = (uint)name.Length, tail = 0;
        if (name.Length >= 8)
        {
            head ^= MemoryMarshal.Read<ulong>(name);
            tail = MemoryMarshal.Read<ulong>(name[^8..]);
        }
        else
        {
            foreach (var b in name) tail = (tail << 8) | b;
        }
        var mixed = (head ^ (tail * 0x9E3779B97F4A7C15)) * 0xD6E8FEB86659FD93;
        return (int)(mixed >> 33);
    }
}
