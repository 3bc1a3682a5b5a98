using System.Runtime.InteropServices;

namespace SqsIngestor.Mapping.Json;

/// <summary>UTF-8 names to values, built once and then only read: open addressing, no strings.</summary>
internal sealed class NameTable<T> where T : class
{
    private readonly byte[]?[] _names;
    private readonly T?[] _values;
    private readonly int _mask;

    public NameTable(IReadOnlyCollection<KeyValuePair<byte[], T>> entries)
    {
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, entries.Count * 2));
        (_names, _values, _mask) = (new byte[size][], new T[size], size - 1);
        foreach (var (name, value) in entries)
        {
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
