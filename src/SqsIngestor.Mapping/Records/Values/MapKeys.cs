using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace SqsIngestor.Mapping.Records.Values;

/// <summary>
/// Finds keys that occur twice among the entries of a map as they are on the wire: there, equal keys have equal bytes, however
/// the message writes them. A reader would keep only the last entry of each.
/// </summary>
internal static class MapKeys
{
    private const int Few = 8;
    private const int SmallTable = 64;
    private const ulong Half = 0xFFFFFFFF_00000000;

    // Another one in each process, so that senders cannot force hash collisions.
    private static readonly ulong Seed = unchecked((ulong)HashCode.Combine(1) << 32) ^ (uint)HashCode.Combine(2) | 1;

    /// <param name="field">All entries: the tag, the length and the entry of each, which begins with its key.</param>
    /// <param name="count">The number of entries.</param>
    /// <param name="arrays">Has the table of many entries.</param>
    public static bool HasDuplicate(ReadOnlySpan<byte> field, int count, CodecArrays arrays)
    {
        if (count < 2) return false;
        if (count <= Few) return HasDuplicateAmongFew(field);
        // Twice as many places as entries, so that few of them meet.
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)count * 2);
        if (size > SmallTable) return HasDuplicate(field, arrays.Keys(size));
        Span<ulong> small = stackalloc ulong[SmallTable];
        return HasDuplicate(field, small[..size]);
    }

    /// <summary>Compares each key with those before it; their lengths and last bytes nearly always differ.</summary>
    private static bool HasDuplicateAmongFew(ReadOnlySpan<byte> field)
    {
        // As in the table: one half is a summary of the key, and one half is where it starts.
        Span<ulong> keys = stackalloc ulong[Few];
        var count = 0;
        for (var at = 0; at < field.Length;)
        {
            ReadVarint(field, ref at);
            var end = (int)ReadVarint(field, ref at);
            end += at;
            var key = Key(field, at);
            var summary = (((ulong)(uint)key.Length << 16) | ((uint)key[key.Length / 2] << 8) | key[^1]) << 32;
            foreach (var earlier in keys[..count])
            {
                if ((earlier & Half) == summary && Key(field, (int)earlier).SequenceEqual(key)) return true;
            }
            keys[count++] = summary | (uint)at;
            at = end;
        }
        return false;
    }

    /// <param name="field">All entries.</param>
    /// <param name="table">A place has half of a hash and, after it, where the key starts; 0 is free.</param>
    private static bool HasDuplicate(ReadOnlySpan<byte> field, Span<ulong> table)
    {
        var mask = table.Length - 1;
        for (var at = 0; at < field.Length;)
        {
            ReadVarint(field, ref at);
            var end = (int)ReadVarint(field, ref at);
            end += at;
            var key = Key(field, at);
            var hash = Hash(key);
            var half = hash & Half;
            var place = (int)hash & mask;
            for (; table[place] != 0; place = (place + 1) & mask)
            {
                if ((table[place] & Half) == half && Key(field, (int)table[place]).SequenceEqual(key)) return true;
            }
            // A key never starts at 0: its entry has a tag and a length.
            table[place] = half | (uint)at;
            at = end;
        }
        return false;
    }

    /// <summary>The field of the key, tag included.</summary>
    private static ReadOnlySpan<byte> Key(ReadOnlySpan<byte> field, int start)
    {
        var at = start;
        switch (ReadVarint(field, ref at) & 7)
        {
            case 0:
                ReadVarint(field, ref at);
                break;
            case 1:
                at += 8;
                break;
            case 2:
                var length = (int)ReadVarint(field, ref at);
                at += length;
                break;
            case 5:
                at += 4;
                break;
            default:
                throw new UnreachableException();
        }
        return field[start..at];
    }

    private static ulong Hash(ReadOnlySpan<byte> key)
    {
        var hash = Seed ^ (uint)key.Length;
        for (; key.Length >= 8; key = key[8..]) hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(key));
        ulong rest = 0;
        foreach (var b in key) rest = (rest << 8) | b;
        return Mix(hash ^ rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong hash)
    {
        hash *= 0x9E3779B97F4A7C15;
        return (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93 ^ (hash >> 29);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ReadVarint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = bytes[at++];
        if (value < 0x80) return value;
        value &= 0x7F;
        for (var shift = 7; ; shift += 7)
        {
            ulong next = bytes[at++];
            value |= (next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }
}
