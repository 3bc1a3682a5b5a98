using System.Buffers;
using System.Text;

namespace SqsIngestor.Mapping.Text;

/// <summary>
/// Unicode's simple case mappings, the same on every machine and in every culture. Two texts that differ in case only
/// fold to the same text.
/// </summary>
internal static class CaseFold
{
    /// <summary>The most bytes that one byte of text can become: ȿ has two, its upper case Ȿ has three.</summary>
    public const int MaxExpansion = 2;

    public static string Fold(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var room = new byte[bytes.Length * MaxExpansion];
        return Encoding.UTF8.GetString(room, 0, Lower(bytes, room));
    }

    /// <summary>
    /// Converts to lower case. The room must hold <see cref="MaxExpansion"/> times the text, which must be UTF-8.
    /// </summary>
    public static int Lower(ReadOnlySpan<byte> text, Span<byte> room)
    {
        if (Ascii.ToLower(text, room, out var written) == OperationStatus.Done) return written;
        written = 0;
        foreach (var rune in new Utf8Runes(text)) written += ToLower(rune).EncodeToUtf8(room[written..]);
        return written;
    }

    /// <summary>
    /// Converts to upper case. The room must hold <see cref="MaxExpansion"/> times the text, which must be UTF-8.
    /// </summary>
    public static int Upper(ReadOnlySpan<byte> text, Span<byte> room)
    {
        if (Ascii.ToUpper(text, room, out var written) == OperationStatus.Done) return written;
        written = 0;
        foreach (var rune in new Utf8Runes(text)) written += ToUpper(rune).EncodeToUtf8(room[written..]);
        return written;
    }

    /// <summary>The library leaves out the characters whose other case is ASCII.</summary>
    private static Rune ToLower(Rune rune) => rune.Value switch
    {
        0x130 => new('i'),
        0x212A => new('k'),
        _ => Rune.ToLowerInvariant(rune),
    };

    private static Rune ToUpper(Rune rune) => rune.Value switch
    {
        0x131 => new('I'),
        0x17F => new('S'),
        _ => Rune.ToUpperInvariant(rune),
    };
}
