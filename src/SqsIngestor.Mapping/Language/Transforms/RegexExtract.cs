using System.Text;
using System.Text.RegularExpressions;
using SqsIngestor.Mapping.Cel;
using SqsIngestor.Mapping.Cel.Patterns;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>Compiles the pattern of <c>regex_extract</c>: RE2's syntax and limits, as in conditions.</summary>
internal static class RegexExtractCompiler
{
    public static Transform? Create(TransformCall call, DiagnosticBag diagnostics)
    {
        var arguments = call.Arguments;
        var pattern = arguments[0];
        if (pattern.Text.Length > CelLimits.MaxPatternLength)
        {
            return Report(
                pattern,
                $"the regular expression has {pattern.Text.Length} characters; at most {CelLimits.MaxPatternLength} are allowed",
                diagnostics);
        }
        var reader = new CelPatternReader(pattern.Text);
        if (reader.Translate(out var problem) is not { } translated) return Report(pattern, problem!, diagnostics);
        try
        {
            var regex = new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            var group = arguments.Count == 1 ? Math.Min(1, regex.GetGroupNumbers().Length - 1)
                : arguments[1].Number is { } number && regex.GetGroupNumbers().Contains(number) ? number
                : arguments[1].Number is null ? regex.GroupNumberFromName(arguments[1].Text) : -1;
            return group >= 0
                ? new RegexExtractTransform(regex, reader.Size, group)
                : Report(arguments[1], $"the regular expression has no group '{arguments[1].Text}'", diagnostics);
        }
        catch (ArgumentException)
        {
            return Report(pattern, "the regular expression is not valid", diagnostics);
        }
        catch (NotSupportedException)
        {
            return Report(pattern, "RE2 does not support lookarounds, backreferences and atomic groups", diagnostics);
        }
    }

    private static Transform? Report(TransformArgument argument, string message, DiagnosticBag diagnostics)
    {
        diagnostics.Add(DiagnosticCodes.TransformArgument, argument.Position, message);
        return null;
    }
}

/// <summary>
/// <c>regex_extract</c>: what a group of the first match matched; missing without a match. The only transform that
/// allocates: the framework's engine allocates for every match, and it gives groups of strings only, so a group other
/// than the whole match costs a string per value.
/// </summary>
/// <param name="regex">Compiled without backtracking.</param>
/// <param name="size">Characters and classes of the pattern with its repetitions written out.</param>
/// <param name="group">0 for the whole match.</param>
internal sealed class RegexExtractTransform(Regex regex, int size, int group) : TextTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        // The worst case compares every character of the text with every one of the pattern; conditions have the same limit.
        if ((long)text.Length * (16 + size) / 64 > CelLimits.DefaultCost) return SourceValue.FromError(RecordErrorCode.ValueSize);
        var characters = scratch.Characters(text.Length);
        return Extract(characters[..Encoding.UTF8.GetChars(text, characters)], scratch);
    }

    private SourceValue Extract(scoped ReadOnlySpan<char> text, TransformScratch scratch)
    {
        if (group == 0)
        {
            foreach (var whole in regex.EnumerateMatches(text)) return ToValue(text.Slice(whole.Index, whole.Length), scratch);
            return SourceValue.Missing;
        }
        // The string lives as long as the match.
        var size = sizeof(char) * (long)text.Length;
        scratch.Memory.Take(size);
        var match = regex.Match(text.ToString());
        scratch.Memory.Give(size);
        return match.Success && match.Groups[group] is { Success: true } found
            ? ToValue(found.ValueSpan, scratch)
            : SourceValue.Missing;
    }

    private static SourceValue ToValue(scoped ReadOnlySpan<char> text, TransformScratch scratch)
    {
        if (!scratch.TryReserve(Encoding.UTF8.GetMaxByteCount(text.Length), out var room))
        {
            return SourceValue.FromError(RecordErrorCode.ValueSize);
        }
        return SourceValue.FromText(scratch.Commit(Encoding.UTF8.GetBytes(text, room)));
    }
}
