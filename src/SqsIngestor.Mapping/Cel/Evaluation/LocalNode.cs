using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>A macro's variable.</summary>
internal sealed class LocalNode(int index) : CelNode
{
    public override CelValue Evaluate(CelContext context) => context.Locals[index];
}
