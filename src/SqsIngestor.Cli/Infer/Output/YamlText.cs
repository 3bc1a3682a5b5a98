using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SqsIngestor.Cli.Infer.Output;

/// <summary>Parts of a mapping file as YAML.</summary>
internal static class YamlText
{
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
