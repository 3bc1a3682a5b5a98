using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>
/// The text of one transform. In a list in brackets YAML ends an item at every comma, so a call with several arguments
/// arrives in pieces; this joins them again.
/// </summary>
internal sealed class TransformText
{
    private readonly List<(int Start, YamlScalar Scalar)> _pieces = [];

    private TransformText(string value, List<(int, YamlScalar)> pieces)
    {
        Value = value;
        _pieces = pieces;
    }

    public string Value { get; }

    /// <summary>The transforms of a list, each with all its arguments.</summary>
    public static IEnumerable<TransformText> Of(IReadOnlyList<YamlScalar> items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            var text = new StringBuilder(items[i].Value);
            var pieces = new List<(int, YamlScalar)> { (0, items[i]) };
            while (IsOpen(text.ToString()) && i + 1 < items.Count && items[i].IsPlain && items[i + 1].IsPlain)
            {
                var (left, right) = (items[i].Position, items[i + 1].Position);
                // The comma and the spaces after it, so that columns of diagnostics are right.
                var gap = left.Line == right.Line ? Math.Clamp(right.Column - left.Column - items[i].Value.Length, 1, 100) : 1;
                text.Append(',').Append(' ', gap - 1);
                pieces.Add((text.Length, items[++i]));
                text.Append(items[i].Value);
            }
            yield return new(text.ToString(), pieces);
        }
    }

    /// <summary>The place in the file of a part of the text.</summary>
    public TextPosition Locate(int offset, int length)
    {
        var (start, scalar) = _pieces.FindLast(p => p.Start <= offset);
        return scalar.Slice(offset - start, length);
    }

    private static bool IsOpen(string text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '"' or '\'')
            {
                var end = text.IndexOf(text[i], i + 1);
                if (end < 0) return depth > 0;
                i = end;
            }
            else if (text[i] == '(')
            {
                depth++;
            }
            else if (text[i] == ')')
            {
                depth--;
            }
        }
        return depth > 0;
    }
}
