using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using SqsIngestor.Mapping.Cel;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>
/// What a group of a pattern matched first; nothing where the pattern does not match. The one transform that allocates:
/// the framework's engine does for every match found, and it gives groups of strings only, so that a group other than
/// the whole match costs a string per value.
/// </summary>
/// <param name="regex">Never backtracks.</param>
/// <param name="size">Characters and classes of the pattern, repetitions written out.</param>
/// <param name="group">0 for the whole match.</param>
internal sealed class RegexExtractTransform(Regex regex, int size, int group) : TextTransform
{
    protected override SourceValue Apply(ReadOnlySpan<byte> text, TransformScratch scratch)
    {
        // At worst every character of the text meets every one of the pattern; conditions have the same bound.
        if ((long)text.Length * (16 + size) / 64 > CelLimits.DefaultCost) return SourceValue.FromError(RecordErrorCode.ValueSize);
        var characters = ArrayPool<char>.Shared.Rent(text.Length);
        var length = Encoding.UTF8.GetChars(text, characters);
        var result = Extract(characters.AsSpan(0, length), scratch);
        ArrayPool<char>.Shared.Return(characters);
        return result;
    }

    private SourceValue Extract(scoped ReadOnlySpan<char> text, TransformScratch scratch)
    {
        if (group == 0)
        {
            foreach (var whole in regex.EnumerateMatches(text)) return ToValue(text.Slice(whole.Index, whole.Length), scratch);
            return SourceValue.Missing;
        }
        var match = regex.Match(text.ToString());
        return match.Success && match.Groups[group] is { Success: true } found ? ToValue(found.ValueSpan, scratch) : SourceValue.Missing;
    }

    private static SourceValue ToValue(scoped ReadOnlySpan<char> text, TransformScratch scratch)
    {
        if (!scratch.TryReserve(Encoding.UTF8.GetMaxByteCount(text.Length), out var room)) return SourceValue.FromError(RecordErrorCode.ValueSize);
        return SourceValue.FromText(scratch.Commit(Encoding.UTF8.GetBytes(text, room)));
    }
}
