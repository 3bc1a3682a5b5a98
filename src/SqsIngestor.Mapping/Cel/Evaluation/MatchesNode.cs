using System.Text;
using SqsIngestor.Mapping.Cel.Patterns;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>A search with a regular expression that was compiled with the program.</summary>
internal sealed class MatchesNode(CelNode text, CelPattern pattern, int offset) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        var value = text.Evaluate(context);
        if (value.IsError) return value;
        if (value.Kind != CelKind.String) return CelValue.Fail(CelErrorCode.NoMatchingOverload).At(offset);
        var utf8 = value.Span;
        if (!context.Charge(pattern.Cost(utf8.Length))) return CelValue.Fail(CelErrorCode.CostLimit);
        var buffer = context.Characters(utf8.Length);
        return CelValue.Bool(pattern.IsMatch(buffer[..Encoding.UTF8.GetChars(utf8, buffer)]));
    }
}
