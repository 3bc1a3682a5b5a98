namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary>Two operands with an arithmetic operator or a relation between them.</summary>
internal sealed class BinaryExpression(CelExpression left, CelOperator @operator, int operatorOffset, CelExpression right)
    : CelExpression(left.Offset, right.End - left.Offset, Above(left, right))
{
    public CelExpression Left { get; } = left;

    public CelOperator Operator { get; } = @operator;

    public int OperatorOffset { get; } = operatorOffset;

    public CelExpression Right { get; } = right;
}
