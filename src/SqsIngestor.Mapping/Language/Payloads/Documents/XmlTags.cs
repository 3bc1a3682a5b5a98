namespace SqsIngestor.Mapping.Language.Payloads.Documents;

/// <summary>
/// The size of tags. The library's reader has all of a tag in memory at once, with an object for each attribute; text it reads in
/// pieces.
/// </summary>
internal static class XmlTags
{
    // A buffer of UTF-16 that doubles, and the smaller one that it is copied from.
    private const int OfByte = 8;

    // An attribute, and its places in the lists of attributes and of namespaces.
    private const int OfValue = 384;

    // For a document that is not looked at: it may be one tag, whose attributes have at least six characters.
    private const int OfByteUnseen = OfByte + (OfValue / 6);

    /// <summary>The most bytes that reading a tag of the document takes.</summary>
    /// <param name="document">The document.</param>
    /// <param name="isUtf8">It is UTF-8; otherwise it has the encoding that it declares.</param>
    public static long MostMemory(ReadOnlySpan<byte> document, bool isUtf8)
    {
        // UTF-16 and UTF-32 have a mark or a zero there. The other encodings that the library knows have the ASCII characters.
        if (!isUtf8 && document.Length > 1 && (document[0] >= 0xfe || document[..2].Contains((byte)0)))
            return (long)OfByteUnseen * document.Length;
        var most = 0L;
        while (document.IndexOf((byte)'<') is >= 0 and var open)
        {
            document = document[open..];
            var values = 0;
            var length = document.StartsWith("<!--"u8) ? LengthTo(document, "-->"u8)
                : document.StartsWith("<![CDATA["u8) ? LengthTo(document, "]]>"u8)
                : TagLength(document, out values);
            if (document is not [_, (byte)'!', ..]) most = Math.Max(most, (long)OfByte * length + (long)OfValue * values);
            document = document[length..];
        }
        return most;
    }

    private static int LengthTo(ReadOnlySpan<byte> text, ReadOnlySpan<byte> end) =>
        text.IndexOf(end) is >= 0 and var found ? found + end.Length : text.Length;

    /// <summary>The length of the tag at the start, and how many attributes it has. A value can have a > in it.</summary>
    private static int TagLength(ReadOnlySpan<byte> text, out int values)
    {
        values = 0;
        for (var at = 1; text[at..].IndexOfAny((byte)'"', (byte)'\'', (byte)'>') is >= 0 and var found; values++)
        {
            at += found + 1;
            if (text[at - 1] == (byte)'>') return at;
            var end = text[at..].IndexOf(text[at - 1]);
            if (end < 0) break;
            at += end + 1;
        }
        return text.Length;
    }
}
