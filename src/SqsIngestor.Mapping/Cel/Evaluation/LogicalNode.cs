using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>
/// &amp;&amp; or || over two or more terms. A term that decides does so whatever the others are: their errors count only when
/// no term decides.
/// </summary>
internal sealed class LogicalNode(bool isAnd, CelNode[] terms, int[] offsets) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        var error = CelValue.Missing;
        for (var i = 0; i < terms.Length; i++)
        {
            var value = terms[i].Evaluate(context);
            if (value.Kind == CelKind.Bool)
            {
                if (value.IsTrue != isAnd) return value;
            }
            else if (error.IsMissing)
            {
                error = value.IsError ? value : CelValue.Fail(CelErrorCode.NoMatchingOverload).At(offsets[i]);
            }
        }
        return error.IsMissing ? CelValue.Bool(isAnd) : error;
    }
}
