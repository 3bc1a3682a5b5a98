using System.Globalization;

namespace SqsIngestor.Cli.Mappings;

/// <summary>RFC 3339, offset required.</summary>
internal static class ClockText
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static bool TryParse(string text, out DateTimeOffset clock) =>
        DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out clock) && (text[^1] == 'Z' || text[^6] is '+' or '-');
}
