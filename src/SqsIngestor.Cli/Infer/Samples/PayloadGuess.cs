using System.Text.RegularExpressions;

namespace SqsIngestor.Cli.Infer.Samples;

/// <summary>What a body that is not JSON may be, and the payload steps that read it.</summary>
internal static partial class PayloadGuess
{
    // How the base64 of the first bytes of gzip starts.
    private const string Gzip = "H4sI";

    private const int LeastBase64 = 16;
    private const int LeastFields = 3;

    /// <summary>A few words; null for text that looks like nothing known.</summary>
    /// <param name="body">The text.</param>
    /// <param name="envelopes">The words of the envelopes around it, outermost first.</param>
    public static string? Of(string body, IReadOnlyList<string> envelopes)
    {
        var before = string.Concat(envelopes.Select(word => $"{{ unwrap: {word} }}, "));
        string Words(string what, string steps) =>
            $"it looks like {what}, which payload: {{ decode: [{before}{steps}] }} reads";

        var text = body.TrimStart('\uFEFF').Trim();
        if (text.StartsWith('<') && text.EndsWith('>')) return Words("XML", "xml");
        if (JsonLook.IsSeveral(text)) return Words("several JSON documents", "ndjson");
        if (text.StartsWith(Gzip, StringComparison.Ordinal)) return Words("base64 of gzip", "base64, gzip, json");
        if (text.Length >= LeastBase64 && IsBase64OfJson(text)) return Words("base64 of JSON", "base64, json");
        if (Form().IsMatch(text)) return "it looks like a form (a=1&b=2), which no payload step reads";
        if (Logfmt().IsMatch(text)) return Words("logfmt", "logfmt");
        return CsvDelimiter(text) is not { } delimiter ? null
            : delimiter == ',' ? Words("CSV", "csv")
            : Words("CSV", $"{{ decode: csv, delimiter: \"{(delimiter == '\t' ? "\\t" : delimiter)}\" }}");
    }

    private static bool IsBase64OfJson(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count) && count > 1
            && bytes[0] is (byte)'{' or (byte)'[' && bytes[count - 1] is (byte)'}' or (byte)']';
    }

    /// <summary>
    /// The delimiter with which the first lines have the same number of fields, at least three, or two if there are several
    /// lines or the fields of the only one are words, as those of a header; null for none.
    /// </summary>
    private static char? CsvDelimiter(string text)
    {
        var lines = text.Split('\n', 3);
        foreach (var delimiter in (ReadOnlySpan<char>)[',', ';', '\t', '|'])
        {
            var fields = lines[0].Split(delimiter).Length;
            var isHeader = lines[0].Split(delimiter).All(field => Word().IsMatch(field));
            if (fields < (lines.Length > 1 || isHeader ? 2 : LeastFields)) continue;
            if (lines.Length == 1 || lines[1].Split(delimiter).Length == fields) return delimiter;
        }

        return null;
    }

    [GeneratedRegex(@"\A[\w.\-%+\[\]]+=[^\s&=]*(&[\w.\-%+\[\]]+=[^\s&=]*)+\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();

    [GeneratedRegex(@"\A\w+\z")]
    private static partial Regex Word();

    [GeneratedRegex(@"\A[\w.\-]+=(""[^""]*""|[^\s""]*)(\s+[\w.\-]+(=(""[^""]*""|[^\s""]*))?)*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Logfmt();
}
