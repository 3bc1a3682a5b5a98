using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;

namespace SqsIngestor.Mapping.Json;

/// <summary>JSON string text (RFC 8259, section 7) to UTF-8.</summary>
internal static class JsonText
{
    private const int BlockSize = 32;

    /// <summary>Text that is longer is unescaped in pieces, where only a part is needed at a time.</summary>
    public const int PieceSize = 256;

    /// <summary>The character of a two-byte escape, by its second byte; 0 for none.</summary>
    private static readonly byte[] Escapes = CreateEscapes();

    /// <summary>
    /// Writes the value of the text between a string's quotes. <paramref name="destination"/> must hold at least as
    /// many bytes as <paramref name="text"/>: no escape is shorter than what it stands for. False for a lone surrogate
    /// or a malformed escape.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool TryUnescape(ReadOnlySpan<byte> text, Span<byte> destination, out int written)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, text.Length);
        ref var source = ref MemoryMarshal.GetReference(text);
        ref var target = ref MemoryMarshal.GetReference(destination);
        // They stay in registers, because no call gets a reference to them and no caller inlines this method. In memory, each
        // step would wait for the one before it.
        int at = 0, to = 0;
        while (true)
        {
            // The target is never ahead of the source, so a block that can be read can be written.
            while (text.Length - at > BlockSize)
            {
                var block = Vector256.LoadUnsafe(ref source, (nuint)at);
                if (!Vector256.EqualsAny(block, Vector256.Create((byte)'\\')))
                {
                    block.StoreUnsafe(ref target, (nuint)to);
                    at += BlockSize;
                    to += BlockSize;
                    continue;
                }
                var end = at + BlockSize;
                while (at < end
                    && QuoteEscapes.TryUnescape(
                        ref Unsafe.Add(ref source, at), ref Unsafe.Add(ref target, to), out var unescaped))
                {
                    at += QuoteEscapes.Step;
                    to += unescaped;
                }
                if (at < end) break;
            }
            while (text.Length - at > QuoteEscapes.Step
                && QuoteEscapes.TryUnescape(
                    ref Unsafe.Add(ref source, at), ref Unsafe.Add(ref target, to), out var unescaped))
            {
                at += QuoteEscapes.Step;
                to += unescaped;
            }
            while (at < text.Length && text[at] != (byte)'\\') destination[to++] = text[at++];
            written = to;
            if (at == text.Length) return true;
            if (at + 1 < text.Length && Escapes[text[at + 1]] is not 0 and var value)
            {
                destination[to++] = value;
                at += 2;
                continue;
            }
            if (!TryUnescapeUnicode(text[at..], destination[to..], out var read, out var length)) return false;
            at += read;
            to += length;
        }
    }

    /// <summary>Whether a member's name, as written in the source, has this value.</summary>
    public static bool NameEquals(ReadOnlySpan<byte> text, bool escaped, ReadOnlySpan<byte> name)
    {
        if (!escaped) return text.SequenceEqual(name);
        if (name.Length > text.Length) return false;
        Span<byte> room = stackalloc byte[PieceSize];
        while (!text.IsEmpty)
        {
            var piece = FirstPiece(text);
            if (!TryUnescape(text[..piece], room, out var length) || !name.StartsWith(room[..length])) return false;
            text = text[piece..];
            name = name[length..];
        }
        return name.IsEmpty;
    }

    /// <summary>
    /// The length of the first piece of the text between a string's quotes: at most <see cref="PieceSize"/> bytes, and all of
    /// the text if it is not longer. A piece ends between two characters, however the text writes them.
    /// </summary>
    public static int FirstPiece(ReadOnlySpan<byte> text)
    {
        if (text.Length <= PieceSize) return text.Length;
        var (end, next) = (0, 0);
        for (; next <= PieceSize; next += CharacterAt(text[next..])) end = next;
        return end;
    }

    /// <summary>Bytes of the first character: an escape, with that of the other half of a surrogate pair, or UTF-8.</summary>
    private static int CharacterAt(ReadOnlySpan<byte> text)
    {
        var length = 1;
        if (text[0] == (byte)'\\')
        {
            var isUnicode = text.Length > 1 && text[1] == (byte)'u';
            length = !isUnicode ? 2 : TryReadHex(text, out var unit) && char.IsHighSurrogate((char)unit) ? 12 : 6;
        }
        else if (text[0] >= 0x80)
        {
            while (length < 4 && length < text.Length && (text[length] & 0xC0) == 0x80) length++;
        }
        return Math.Min(length, text.Length);
    }

    /// <summary>Whether the bytes are well-formed UTF-8, which the JSON reader does not check inside strings.</summary>
    public static bool IsValidUtf8(ReadOnlySpan<byte> text) => Utf8.IsValid(text);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryUnescapeUnicode(ReadOnlySpan<byte> text, Span<byte> destination, out int read, out int written)
    {
        (read, written) = (0, 0);
        if (!TryReadHex(text, out var scalar)) return false;
        read = 6;
        if (char.IsSurrogate((char)scalar))
        {
            if (!char.IsHighSurrogate((char)scalar) || !TryReadHex(text[6..], out var low) || !char.IsLowSurrogate((char)low))
            {
                return false;
            }
            scalar = char.ConvertToUtf32((char)scalar, (char)low);
            read = 12;
        }
        written = new Rune(scalar).EncodeToUtf8(destination);
        return true;
    }

    private static bool TryReadHex(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        if (text.Length < 6 || text[0] != (byte)'\\' || text[1] != (byte)'u') return false;
        foreach (var digit in text[2..6])
        {
            if (!char.IsAsciiHexDigit((char)digit)) return false;
            value = (value << 4) | (digit <= (byte)'9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }
        return true;
    }

    private static byte[] CreateEscapes()
    {
        var escapes = new byte[256];
        foreach (var (code, value) in "\"\"\\\\//n\nt\tr\rb\bf\f".Chunk(2).Select(pair => (pair[0], pair[1])))
        {
            escapes[code] = (byte)value;
        }
        return escapes;
    }
}
