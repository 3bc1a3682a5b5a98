using System.Text.RegularExpressions;
using SqsIngestor.Mapping.Cel;
using SqsIngestor.Mapping.Cel.Patterns;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>Patterns of <c>regex_extract</c>: RE2's syntax and bounds, as in conditions.</summary>
internal static class RegexExtractCompiler
{
    public static Transform? Create(TransformCall call, DiagnosticBag diagnostics)
    {
        var arguments = call.Arguments;
        var pattern = arguments[0];
        if (pattern.Text.Length > CelLimits.MaxPatternLength)
        {
            return Refuse(pattern, $"the regular expression has {pattern.Text.Length} characters; at most {CelLimits.MaxPatternLength} are allowed", diagnostics);
        }
        var reader = new CelPatternReader(pattern.Text);
        if (reader.Translate(out var problem) is not { } translated) return Refuse(pattern, problem!, diagnostics);
        try
        {
            var regex = new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            var group = arguments.Count == 1 ? Math.Min(1, regex.GetGroupNumbers().Length - 1)
                : arguments[1].Number is { } number && regex.GetGroupNumbers().Contains(number) ? number
                : arguments[1].Number is null ? regex.GroupNumberFromName(arguments[1].Text) : -1;
            return group >= 0 ? new RegexExtractTransform(regex, reader.Size, group) : Refuse(arguments[1], $"the regular expression has no group '{arguments[1].Text}'", diagnostics);
        }
        catch (ArgumentException)
        {
            return Refuse(pattern, "the regular expression is malformed", diagnostics);
        }
        catch (NotSupportedException)
        {
            return Refuse(pattern, "the regular expression has a lookaround, a backreference or an atomic group, which RE2 does not have", diagnostics);
        }
    }

    private static Transform? Refuse(TransformArgument argument, string message, DiagnosticBag diagnostics)
    {
        diagnostics.Add(DiagnosticCodes.TransformArgument, argument.Position, message);
        return null;
    }
}
