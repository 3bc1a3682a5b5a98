using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SqsIngestor.Cli.Infer.Output;

/// <summary>Parts of a mapping file as YAML.</summary>
internal static class YamlText
{
    private const int Widest = 120;

    // YAML 1.1 reads these as booleans or null, and some readers still do.
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf",
    };

    /// <summary>The path of a member.</summary>
    /// <param name="path">The path of the object.</param>
    /// <param name="member">The name of the member.</param>
    public static string Member(string path, string member) =>
        IsName(member) ? $"{path}.{member}" : $"{path}['{string.Concat(member.Select(InPath))}']";

    /// <summary>The key of a column or a field: ASCII letters, digits and underscores.</summary>
    public static string Key(string name) => Words.Contains(name) || char.IsAsciiDigit(name[0]) ? $"\"{name}\"" : name;

    /// <summary>A path as a scalar.</summary>
    public static string Path(string path) =>
        path.All(c => char.IsAsciiLetterOrDigit(c) || c is '$' or '.' or '_') ? path : Quoted(path);

    /// <summary>JSON on one line, as YAML reads it between braces.</summary>
    public static string Flow(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object =>
            $"{{ {string.Join(", ", value.EnumerateObject().Select(each => $"{Quoted(each.Name)}: {Flow(each.Value)}"))} }}",
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(Flow))}]",
        JsonValueKind.String => Quoted(value.GetString()!),
        _ => value.GetRawText(),
    };

    /// <summary>JSON between braces, on several lines if one would be too wide.</summary>
    /// <param name="value">The value.</param>
    /// <param name="indent">The spaces in front of the line on which it starts.</param>
    /// <param name="start">The characters in front of it on that line.</param>
    public static string Flow(JsonElement value, int indent, int start)
    {
        var whole = Flow(value);
        if (start + whole.Length <= Widest || value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)) return whole;
        var inner = indent + 2;
        var parts = value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Select(element => Flow(element, inner, inner))
            : value.EnumerateObject().Select(member =>
            {
                var key = $"{Quoted(member.Name)}: ";
                return key + Flow(member.Value, inner, inner + key.Length);
            });
        // A bracket on a line of its own would not be deeper than the key, which YAML demands.
        var (open, close) = value.ValueKind == JsonValueKind.Array ? ('[', "]") : ('{', " }");
        var line = $"\n{new string(' ', inner)}";
        return $"{open}{line}{string.Join($",{line}", parts)}{close}";
    }

    /// <summary>Text in double quotes. A dollar before a brace would name a variable.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.Replace("${", "$${", StringComparison.Ordinal).EnumerateRunes())
        {
            if (rune.Value is '"' or '\\') quoted.Append('\\').Append((char)rune.Value);
            else if (IsPrintable(rune)) quoted.Append(rune.ToString());
            else quoted.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}");
        }

        return quoted.Append('"').ToString();
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static bool IsName(string member) =>
        member.Length > 0 && !char.IsAsciiDigit(member[0]) && member.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string InPath(char c) =>
        c is '\'' or '\\' ? $"\\{c}"
        : char.IsControl(c) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")
        : c.ToString();
}
