namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary><c>operand[index]</c>.</summary>
internal sealed class IndexExpression(CelExpression operand, CelExpression index, int end)
    : CelExpression(operand.Offset, end - operand.Offset, Above(operand, index))
{
    public CelExpression Operand { get; } = operand;

    public CelExpression Index { get; } = index;
}
