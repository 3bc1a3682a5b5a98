using System.Numerics;
using Microsoft.CodeAnalysis;

namespace SqsIngestor.Shared;

/// <summary>Base-128 integers of the protobuf encoding (protobuf.dev/programming-guides/encoding#varints).</summary>
[Embedded]
internal static class Varint
{
    /// <summary>The most bytes that one takes.</summary>
    public const int MaxBytes = 10;

    /// <summary>How many bytes <see cref="Write"/> writes: 1 to 10.</summary>
    public static int Size(ulong value) => (70 - BitOperations.LeadingZeroCount(value | 1)) / 7;

    /// <summary>Writes the value and returns how many bytes it took.</summary>
    public static int Write(Span<byte> target, ulong value)
    {
        var at = 0;
        while (value >= 0x80)
        {
            target[at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        target[at++] = (byte)value;
        return at;
    }
}
