namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary><c>!operand</c> or <c>-operand</c>.</summary>
internal sealed class UnaryExpression(int offset, bool isNot, CelExpression operand)
    : CelExpression(offset, operand.End - offset, Above(operand))
{
    /// <summary>False for a minus.</summary>
    public bool IsNot { get; } = isNot;

    public CelExpression Operand { get; } = operand;
}
