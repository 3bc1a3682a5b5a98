using System.Text.RegularExpressions;

namespace SqsIngestor.Mapping.Cel.Patterns;

/// <summary>A regular expression in RE2 syntax, as CEL requires, run by the .NET engine that never backtracks.</summary>
internal sealed class CelPattern
{
    private readonly Regex _regex;
    private readonly int _size;

    private CelPattern(Regex regex, int size)
    {
        _regex = regex;
        _size = size;
    }

    /// <summary>The cost of a search: in the worst case, every character of the text meets every one of the pattern.</summary>
    public long Cost(int textLength) => (long)textLength * (16 + _size) / 64;

    public bool IsMatch(ReadOnlySpan<char> text) => _regex.IsMatch(text);

    /// <summary>Compiles an expression; null if it is not valid, with the reason in <paramref name="problem"/>.</summary>
    public static CelPattern? Compile(string pattern, out string? problem)
    {
        if (pattern.Length > CelLimits.MaxPatternLength)
        {
            problem = $"the regular expression has {pattern.Length} characters; the limit is {CelLimits.MaxPatternLength}";
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
            problem = "the regular expression is not valid";
        }
        catch (NotSupportedException)
        {
            problem = "the regular expression uses a lookaround, a backreference or an atomic group; RE2 does not support them";
        }
        return null;
    }
}
