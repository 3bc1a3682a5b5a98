using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Documents;

/// <summary>
/// The encoding of an XML document in bytes: its byte order mark, else the form of its first characters, else its declaration
/// (XML 1.0, appendix F). What an encoding gives for bytes that it does not have is an exception, never another character.
/// </summary>
internal static class XmlEncoding
{
    private const string Unknown =
        "an encoding that the function does not read: it reads utf-8, utf-16, utf-32, us-ascii and iso-8859-1";

    private const string Other = "a declaration of an encoding that its bytes do not have";

    /// <summary>The encoding of a message's body.</summary>
    public static Encoding Utf8 { get; } = Strict(Encoding.UTF8);

    // The marks of UTF-32 begin with those of UTF-16.
    private static readonly (byte[] Start, Encoding Encoding)[] Starts =
    [
        ([0xff, 0xfe, 0, 0], Strict(Encoding.UTF32)),
        ([0, 0, 0xfe, 0xff], Strict(new UTF32Encoding(bigEndian: true, byteOrderMark: true))),
        ([(byte)'<', 0, 0, 0], Strict(Encoding.UTF32)),
        ([0, 0, 0, (byte)'<'], Strict(new UTF32Encoding(bigEndian: true, byteOrderMark: true))),
        ([0xff, 0xfe], Strict(Encoding.Unicode)),
        ([0xfe, 0xff], Strict(Encoding.BigEndianUnicode)),
        ([(byte)'<', 0], Strict(Encoding.Unicode)),
        ([0, (byte)'<'], Strict(Encoding.BigEndianUnicode)),
        ([0xef, 0xbb, 0xbf], Utf8),
    ];

    /// <summary>Finds the encoding.</summary>
    /// <param name="document">The document.</param>
    /// <param name="encoding">The encoding; null after a problem.</param>
    /// <param name="problem">What is wrong with the declaration, without anything of it; null for nothing.</param>
    public static bool TryFind(
        ReadOnlySpan<byte> document, [NotNullWhen(true)] out Encoding? encoding, [NotNullWhen(false)] out string? problem)
    {
        (encoding, problem) = (null, null);
        foreach (var (start, known) in Starts)
        {
            if (!document.StartsWith(start)) continue;
            encoding = known;
            return true;
        }
        var name = Declared(document);
        if (name.IsEmpty)
        {
            encoding = Utf8;
            return true;
        }
        try
        {
            encoding = Strict(Encoding.GetEncoding(Encoding.Latin1.GetString(name)));
        }
        // The second is for UTF-7, which .NET refuses.
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            problem = Unknown;
            return false;
        }
        // The declaration was read as ASCII.
        if (encoding.GetBytes("<") is [(byte)'<']) return true;
        (encoding, problem) = (null, Other);
        return false;
    }

    /// <summary>The document as text, to show where it is wrong.</summary>
    public static string Text(ReadOnlySpan<byte> document, Encoding encoding)
    {
        var lenient = (Encoding)encoding.Clone();
        lenient.DecoderFallback = DecoderFallback.ReplacementFallback;
        return lenient.GetString(document).TrimStart('\uFEFF');
    }

    /// <summary>The name of the encoding in the declaration; empty for none, or for one that is not well-formed.</summary>
    private static ReadOnlySpan<byte> Declared(ReadOnlySpan<byte> document)
    {
        if (!document.StartsWith("<?xml"u8)) return default;
        var end = document.IndexOf("?>"u8);
        var rest = document[..Math.Max(0, end)];
        var at = rest.IndexOf("encoding"u8);
        if (at < 0) return default;
        rest = rest[(at + "encoding"u8.Length)..].TrimStart(" \t\r\n"u8);
        if (rest is not [(byte)'=', ..]) return default;
        rest = rest[1..].TrimStart(" \t\r\n"u8);
        if (rest is not [(byte)'"' or (byte)'\'', ..]) return default;
        var length = rest[1..].IndexOf(rest[0]);
        return length < 0 ? default : rest.Slice(1, length);
    }

    private static Encoding Strict(Encoding encoding)
    {
        var strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return strict;
    }
}
