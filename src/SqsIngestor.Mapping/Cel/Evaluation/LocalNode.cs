namespace SqsIngestor.Mapping.Expressions.Cel;

/// <summary>A macro's variable.</summary>
internal sealed class LocalNode(int index) : CelNode
{
    public override CelValue Evaluate(CelContext context) => context.Locals[index];
}
