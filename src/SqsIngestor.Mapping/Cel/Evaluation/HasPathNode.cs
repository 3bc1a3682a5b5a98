using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>
/// Whether a place of the input holds something. A parent that is not an object is an error, as CEL has it; members of
/// a record have no parent to ask.
/// </summary>
internal sealed class HasPathNode(CelDependency? parent, CelDependency place, int offset) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        if (parent is not null)
        {
            var container = context.Scope.Load(parent, context);
            if (container.IsMissing) return CelValue.Fail(CelErrorCode.NoSuchField).At(offset);
            if (container.IsError) return container.At(offset);
            if (container.Kind != CelKind.Map) return CelValue.Fail(CelErrorCode.NoMatchingOverload).At(offset);
        }
        return CelValue.Bool(!context.Scope.Load(place, context).IsMissing);
    }
}
