using System.Globalization;
using System.Text;

namespace SqsIngestor.Mapping.Cel.Patterns;

/// <summary>Translates character classes and escapes from RE2 to .NET syntax.</summary>
internal static class CelPatternClass
{
    /// <summary>The content of the class \d, \w or \s, in either case; null for other letters.</summary>
    public static string? Set(char letter) => letter switch
    {
        'd' or 'D' => "0-9",
        'w' or 'W' => "0-9A-Za-z_",
        's' or 'S' => @"\t\n\f\r ",
        _ => null,
    };

    /// <summary>Whether a backslash and this letter are an escape of one character.</summary>
    public static bool IsCharacter(char letter) =>
        !char.IsAsciiLetterOrDigit(letter) || letter is 'x' or 'a' or 'f' or 't' or 'n' or 'r' or 'v';

    /// <summary>A Unicode category after \p or \P, with or without braces.</summary>
    public static string Property(string pattern, char letter, ref int position)
    {
        if (position < pattern.Length && pattern[position] != '{') return $"\\{letter}{{{pattern[position++]}}}";
        var close = pattern.IndexOf('}', position);
        if (close < 0) return $"\\{letter}";
        var property = $"\\{letter}{pattern[position..(close + 1)]}";
        position = close + 1;
        return property;
    }

    /// <summary>An escaped character; <paramref name="position"/> stands after its letter.</summary>
    public static string Character(string pattern, char letter, ref int position, ref string? problem)
    {
        if (letter != 'x') return $"\\{letter}";
        var isBraced = position < pattern.Length && pattern[position] == '{';
        var end = isBraced ? pattern.IndexOf('}', position) : position + 2;
        var digits = end < position || end > pattern.Length ? "" : pattern[(isBraced ? position + 1 : position)..end];
        if (!int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            || !Rune.IsValid(value) || value > 0xFFFF)
        {
            problem = "an escape \\x in the regular expression is not a character up to U+FFFF";
            return "";
        }
        position = isBraced ? end + 1 : end;
        return $"\\u{value:X4}";
    }

    /// <summary>The class that starts at <paramref name="position"/>, which moves past it.</summary>
    public static string? Translate(string pattern, ref int position, out string? problem)
    {
        problem = null;
        var i = position + 1;
        var isNegated = i < pattern.Length && pattern[i] == '^';
        if (isNegated) i++;
        var content = new StringBuilder();
        // A bracket that comes first is a character.
        for (var isFirst = true; i < pattern.Length && (isFirst || pattern[i] != ']'); isFirst = false)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                var letter = pattern[i + 1];
                i += 2;
                if (Set(letter) is { } set && !char.IsAsciiLetterUpper(letter)) content.Append(set);
                else if (letter is 'p' or 'P') content.Append(Property(pattern, letter, ref i));
                else if (IsCharacter(letter)) content.Append(Character(pattern, letter, ref i, ref problem));
                else problem = $"a class cannot contain the escape \\{letter}";
            }
            else if (pattern[i] == '[')
            {
                if (i + 1 < pattern.Length && pattern[i + 1] == ':')
                {
                    problem = "named classes such as [[:alpha:]] are not supported; list the characters";
                }
                content.Append(@"\[");
                i++;
            }
            else
            {
                if (char.IsSurrogate(pattern[i]))
                {
                    problem = "a class can contain characters up to U+FFFF; write others as alternatives";
                }
                content.Append(pattern[i] == ']' ? @"\]" : pattern[i].ToString());
                i++;
            }
            if (problem is not null) return null;
        }
        if (i >= pattern.Length)
        {
            problem = "a class in the regular expression is not closed";
            return null;
        }
        position = i + 1;
        return isNegated ? $"(?:[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]|[^{content}])" : $"[{content}]";
    }
}
