using System.Globalization;
using System.Text;

namespace SqsIngestor.Cli.Terminal;

/// <summary>Makes text of messages safe for a terminal: it cannot move the cursor or change colors.</summary>
internal static class PlainText
{
    /// <summary>Replaces control characters by <c>\uXXXX</c>.</summary>
    public static string Of(string text)
    {
        var result = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune)) result.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else result.Append(rune.ToString());
        }
        return result.ToString();
    }

    /// <summary>The same for text of several lines.</summary>
    public static string OfLines(string text) =>
        string.Join(
            '\n', text.Split('\n').Select(line => Of(line.TrimEnd('\r').Replace("\t", "    ", StringComparison.Ordinal))));

    /// <summary>Keeps both ends of a text that is too long, because ids often differ only at the end.</summary>
    public static string Shorten(string text, int maxLength)
    {
        if (text.Length <= maxLength) return text;
        var tail = maxLength / 3;
        return string.Concat(text.AsSpan(0, maxLength - tail - 1), "…", text.AsSpan(text.Length - tail));
    }
}
