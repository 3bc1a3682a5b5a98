using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SqsIngestor.Mapping.Json;

/// <summary>Copies text and checks its encoding in one pass: nearly all of it is short and ASCII.</summary>
internal static class TextCopy
{
    /// <summary>Copies the whole text; false if it is not well-formed UTF-8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryCopy(ReadOnlySpan<byte> text, Span<byte> target) =>
        CopyAscii(ref MemoryMarshal.GetReference(text), ref MemoryMarshal.GetReference(target[..text.Length]), text.Length)
            || JsonText.IsValidUtf8(text);

    /// <summary>Copies; whether every byte is ASCII.</summary>
    private static bool CopyAscii(ref byte source, ref byte target, int length)
    {
        if (length >= Vector128<byte>.Count)
        {
            var last = length - Vector128<byte>.Count;
            var seen = Vector128<byte>.Zero;
            for (var i = 0; i < last; i += Vector128<byte>.Count)
            {
                var block = Vector128.LoadUnsafe(ref source, (nuint)i);
                block.StoreUnsafe(ref target, (nuint)i);
                seen |= block;
            }
            // The last block overlaps the one before it instead of being shorter.
            var end = Vector128.LoadUnsafe(ref source, (nuint)last);
            end.StoreUnsafe(ref target, (nuint)last);
            return (seen | end).ExtractMostSignificantBits() == 0;
        }
        if (length >= sizeof(ulong))
        {
            var last = length - sizeof(ulong);
            var head = Unsafe.ReadUnaligned<ulong>(ref source);
            var tail = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, last));
            Unsafe.WriteUnaligned(ref target, head);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, last), tail);
            return ((head | tail) & 0x8080808080808080) == 0;
        }
        var all = 0;
        for (var i = 0; i < length; i++)
        {
            var b = Unsafe.Add(ref source, i);
            Unsafe.Add(ref target, i) = b;
            all |= b;
        }
        return all < 0x80;
    }
}
