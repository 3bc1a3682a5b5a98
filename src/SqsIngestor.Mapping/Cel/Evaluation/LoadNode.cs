using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>A place of the input.</summary>
internal sealed class LoadNode(CelDependency dependency, int offset) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        var value = context.Scope.Load(dependency, context);
        return value.IsMissing ? CelValue.Fail(CelErrorCode.NoSuchField).At(offset) : value.At(offset);
    }
}
