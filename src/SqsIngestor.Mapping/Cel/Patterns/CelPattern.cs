using System.Text.RegularExpressions;

namespace SqsIngestor.Mapping.Cel.Patterns;

/// <summary>A regular expression in RE2's syntax, as CEL has them, run by the framework's engine that never backtracks.</summary>
internal sealed class CelPattern
{
    private readonly Regex _regex;
    private readonly int _size;

    private CelPattern(Regex regex, int size)
    {
        _regex = regex;
        _size = size;
    }

    /// <summary>What a search may cost: at worst every character of the text meets every one of the pattern.</summary>
    public long Cost(int textLength) => (long)textLength * (16 + _size) / 64;

    public bool IsMatch(ReadOnlySpan<char> text) => _regex.IsMatch(text);

    /// <summary>The compiled expression; or null, with what is wrong with it.</summary>
    public static CelPattern? Compile(string pattern, out string? problem)
    {
        if (pattern.Length > CelLimits.MaxPatternLength)
        {
            problem = $"the regular expression has {pattern.Length} characters; at most {CelLimits.MaxPatternLength} are allowed";
            return null;
        }
        var reader = new CelPatternReader(pattern);
        if (reader.Translate(out problem) is not { } translated) return null;
        try
        {
            return new(new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), reader.Size);
        }
        catch (ArgumentException)
        {
            problem = "the regular expression is malformed";
        }
        catch (NotSupportedException)
        {
            problem = "the regular expression has a lookaround, a backreference or an atomic group, which RE2 does not have";
        }
        return null;
    }
}
