using System.Buffers;
using System.Globalization;
using System.Xml;

namespace SqsIngestor.Mapping.Language.Payloads.Documents;

/// <summary>
/// Says where a text stops being XML, and why. The messages of the library have parts of the document, so the text is looked at
/// again.
/// </summary>
internal static class XmlFault
{
    private const string DocumentType = "<!DOCTYPE";

    private static readonly SearchValues<char> EndsOfName = SearchValues.Create(" \t\r\n=/>:");

    /// <summary>The line, the column and the reason, without content.</summary>
    /// <param name="text">The document.</param>
    /// <param name="error">What the library says of it.</param>
    /// <param name="depth">How many elements were open.</param>
    /// <param name="hasRoot">The root element was complete.</param>
    public static string Describe(string text, XmlException error, int depth, bool hasRoot)
    {
        // The library names no place for a document type, and none for a document without an element.
        var at = error.LineNumber > 0 ? OffsetOf(text, error.LineNumber, error.LinePosition)
            : text.IndexOf(DocumentType, StringComparison.Ordinal) is >= 0 and var type ? type
            : text.Length;
        var line = text.AsSpan(0, at).Count('\n') + 1;
        var column = at - (text.AsSpan(0, at).LastIndexOf('\n') + 1) + 1;
        return string.Create(
            CultureInfo.InvariantCulture, $"line {line}, column {column}: {Reason(text, at, depth, hasRoot)}");
    }

    /// <summary>Where the place of a line and a column is in the text.</summary>
    public static int OffsetOf(string text, int line, int column)
    {
        var offset = 0;
        for (; line > 1 && text.IndexOf('\n', offset) is >= 0 and var end; line--) offset = end + 1;
        return Math.Min(offset + column - 1, text.Length);
    }

    private static string Reason(string text, int at, int depth, bool hasRoot)
    {
        var before = text.AsSpan(0, at);
        var after = text.AsSpan(at);
        if (text.AsSpan().Trim().IsEmpty) return "the document is empty";
        if (after.StartsWith(DocumentType, StringComparison.Ordinal)) return "a document type (DTD), which is refused";
        if (after.IsEmpty) return "the document is cut off";
        if (IsInDeclaration(text, at))
        {
            return before.TrimEnd("'\"").TrimEnd("= \t\r\n").EndsWith("version", StringComparison.Ordinal)
                ? "a version of XML other than 1.0"
                : "an XML declaration that is not well-formed";
        }
        if (before.EndsWith("<?", StringComparison.Ordinal) && after.StartsWith("xml", StringComparison.Ordinal))
            return "an XML declaration that is not at the start";
        if (IsControl(after[0]) || before.EndsWith("&#", StringComparison.Ordinal)) return "a character that XML does not allow";
        if (before.EndsWith("</", StringComparison.Ordinal)) return "an end tag that does not match its start tag";
        if (before.EndsWith("&", StringComparison.Ordinal) || IsAmpersand(before))
            return "an & that begins none of the five entities of XML";
        if (hasRoot) return "something after the root element";
        if (depth == 0 && before.LastIndexOf('<') < 0) return "something before the root element, or another format than XML";
        var isTag = before.LastIndexOf('<') > before.LastIndexOf('>');
        if (isTag && IsUndeclaredPrefix(text, at)) return "a prefix that no xmlns declares";
        return isTag ? "a tag that is not well-formed" : "text that is not well-formed";
    }

    private static bool IsInDeclaration(string text, int at) =>
        text.StartsWith("<?xml", StringComparison.Ordinal) && at <= text.IndexOf("?>", StringComparison.Ordinal);

    private static bool IsUndeclaredPrefix(string text, int at)
    {
        var name = text.AsSpan(at);
        var length = name.IndexOfAny(EndsOfName);
        return length > 0 && name[length] == ':' && !text.Contains($"xmlns:{name[..length]}", StringComparison.Ordinal);
    }

    private static bool IsControl(char character) => character is < ' ' and not ('\t' or '\r' or '\n') or '\uFFFE' or '\uFFFF';

    // The library names the place after the character behind the &.
    private static bool IsAmpersand(ReadOnlySpan<char> before) => before is [.., '&', _];
}
