using System.Globalization;
using System.Text;

namespace SqsIngestor.Catalog.Types;

/// <summary>Writes names and literals as SQL.</summary>
internal static class SqlText
{
    /// <summary>The name, in backticks unless it has only ASCII letters, digits and underscores.</summary>
    public static string Name(string name) => IsPlain(name) ? name : $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    /// <summary>A string literal in single quotes.</summary>
    public static string Literal(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('\'');
        foreach (var character in value)
        {
            _ = character switch
            {
                '\'' => text.Append("\\'"),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' => text.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(character),
            };
        }

        return text.Append('\'').ToString();
    }

    private static bool IsPlain(string name) =>
        name.Length > 0
            && !name.Equals("CONSTRAINT", StringComparison.OrdinalIgnoreCase)
            && !char.IsAsciiDigit(name[0])
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
