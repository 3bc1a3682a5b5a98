namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary>Two or more terms joined by &amp;&amp;, or by ||.</summary>
internal sealed class LogicalExpression(bool isAnd, CelExpression[] terms)
    : CelExpression(terms[0].Offset, terms[^1].End - terms[0].Offset, Above(terms))
{
    public bool IsAnd { get; } = isAnd;

    public CelExpression[] Terms { get; } = terms;
}
