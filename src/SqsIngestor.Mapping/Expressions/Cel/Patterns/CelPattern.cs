using System.Text.RegularExpressions;

namespace SqsIngestor.Mapping.Expressions.Cel;

/// <summary>Regular expressions in RE2's syntax, as CEL has them, run by the framework's engine that never backtracks.</summary>
internal static class CelPattern
{
    /// <summary>The compiled expression; or null, with what is wrong with it.</summary>
    public static Regex? Compile(string pattern, out string? problem)
    {
        if (pattern.Length > CelLimits.MaxPatternLength)
        {
            problem = $"the regular expression has {pattern.Length} characters; at most {CelLimits.MaxPatternLength} are allowed";
            return null;
        }
        if (new CelPatternReader(pattern).Translate(out problem) is not { } translated) return null;
        try
        {
            return new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
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
