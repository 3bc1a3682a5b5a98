namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary><c>condition ? whenTrue : whenFalse</c>.</summary>
internal sealed class ConditionalExpression(CelExpression condition, CelExpression whenTrue, CelExpression whenFalse)
    : CelExpression(condition.Offset, whenFalse.End - condition.Offset, Above(condition, whenTrue, whenFalse))
{
    public CelExpression Condition { get; } = condition;

    public CelExpression WhenTrue { get; } = whenTrue;

    public CelExpression WhenFalse { get; } = whenFalse;
}
