using System.Text;

namespace SqsIngestor.Cli.Terminal;

/// <summary>Text of messages for a terminal: nothing in it can move the cursor or change colours.</summary>
internal static class PlainText
{
    public static string Of(string text, int maxLength)
    {
        var result = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (result.Length >= maxLength) return result.Append('…').ToString();
            if (Rune.IsControl(rune)) result.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else result.Append(rune.ToString());
        }
        return result.ToString();
    }
}
