namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary><c>[elements]</c>.</summary>
internal sealed class ListExpression(int offset, int length, CelExpression[] elements)
    : CelExpression(offset, length, Above(elements))
{
    public CelExpression[] Elements { get; } = elements;
}
