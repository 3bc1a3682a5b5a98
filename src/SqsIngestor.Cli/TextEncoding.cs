using System.Text;

namespace SqsIngestor.Cli;

/// <summary>Finds out by its byte order mark how a text is encoded. Editors and PowerShell on Windows write such marks.</summary>
internal static class TextEncoding
{
    private static readonly Encoding[] Marked =
        [new UTF32Encoding(false, true), Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode];

    /// <summary>The encoding that the mark at the start stands for; null for no mark.</summary>
    public static Encoding? Of(ReadOnlySpan<byte> text)
    {
        foreach (var encoding in Marked)
        {
            if (text.StartsWith(encoding.Preamble)) return encoding;
        }

        return null;
    }

    /// <summary>The text in UTF-8 without a mark. A text without a mark is left as it is.</summary>
    public static byte[] ToUtf8(byte[] text) => Of(text) switch
    {
        null => text,
        UTF8Encoding utf8 => text[utf8.Preamble.Length..],
        var other => Encoding.Convert(other, Encoding.UTF8, text, other.Preamble.Length, text.Length - other.Preamble.Length),
    };
}
