using System.Globalization;
using System.Text;

namespace SqsIngestor.Catalog.Sql;

/// <summary>
/// Collects the value of a string literal and resolves its escapes as Databricks does: letters, up to three octal
/// digits, <c>\uXXXX</c>, <c>\UXXXXXXXX</c>; <c>\%</c> and <c>\_</c> keep their backslash, for LIKE.
/// </summary>
internal sealed class SqlLiteralText
{
    private readonly StringBuilder _value = new();

    public void Append(char character) => _value.Append(character);

    /// <summary>Resolves the escape that <paramref name="text"/> starts with.</summary>
    /// <returns>The length of the escape; 0 when it is not a character.</returns>
    public int AppendEscape(ReadOnlySpan<char> text)
    {
        if (text.Length < 2) return 0;
        switch (text[1])
        {
            case 'u':
                return AppendHex(text, 4);
            case 'U':
                return AppendHex(text, 8);
            case >= '0' and <= '3' when text.Length >= 4 && IsOctal(text[2]) && IsOctal(text[3]):
                _value.Append((char)(((text[1] - '0') * 64) + ((text[2] - '0') * 8) + (text[3] - '0')));
                return 4;
            case '%' or '_':
                _value.Append(text[..2]);
                return 2;
            default:
                _value.Append(Simple(text[1]));
                return 2;
        }
    }

    public override string ToString() => _value.ToString();

    private int AppendHex(ReadOnlySpan<char> text, int digits)
    {
        if (text.Length < 2 + digits
            || !uint.TryParse(
                text.Slice(2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var codePoint))
        {
            return 0;
        }

        if (digits == 4)
        {
            // A surrogate pair may be written as two escapes.
            _value.Append((char)codePoint);
        }
        else if (Rune.TryCreate(codePoint, out var rune))
        {
            _value.Append(rune.ToString());
        }
        else
        {
            return 0;
        }

        return 2 + digits;
    }

    private static bool IsOctal(char character) => character is >= '0' and <= '7';

    private static char Simple(char escape) => escape switch
    {
        '0' => '\0',
        'b' => '\b',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'Z' => '\u001A',
        _ => escape,
    };
}
