using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>Loads a place of the input.</summary>
/// <param name="place">The place.</param>
/// <param name="parent">The place in front of its last step; null if that is a variable.</param>
/// <param name="offset">The offset of the path.</param>
internal sealed class LoadNode(CelDependency place, CelDependency? parent, int offset) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        var value = context.Scope.Load(place, context);
        return (value.IsMissing ? WhyMissing(context) : value).At(offset);
    }

    private CelValue WhyMissing(CelContext context)
    {
        if (parent is null) return CelValue.Fail(CelErrorCode.NoSuchField);
        var container = context.Scope.Load(parent, context);
        var isElement = place.Steps[^1].Name is null;
        return container.Kind switch
        {
            CelKind.Missing or CelKind.Null or CelKind.Error or CelKind.Map => CelValue.Fail(CelErrorCode.NoSuchField),
            CelKind.List when isElement => CelValue.Fail(CelErrorCode.NoSuchField),
            _ when isElement => CelValue.Refuse(CelOperators.Index.Name, container, CelValue.Int(0)),
            _ => CelValue.Refuse(CelOperators.Member, container),
        };
    }
}

/// <summary>Selects a member of a map, or of an optional of a map, that another node returns.</summary>
internal sealed class SelectNode(CelNode operand, CelValue member, bool isOptional, int offset) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        var value = operand.Evaluate(context);
        if (value.IsError) return value;
        if (isOptional || value.Kind == CelKind.Optional)
        {
            var selected = CelOptionals.Select(value, member, isOptional, context);
            return selected.IsError
                ? selected.RefusedIn(CelOperators.Member, value.Kind == CelKind.Optional ? value.Unwrapped : value).At(offset)
                : selected;
        }
        if (value.Kind != CelKind.Map) return CelValue.Refuse(CelOperators.Member, value).At(offset);
        var found = CelContainers.Lookup(value, member, context);
        return found.IsMissing ? CelValue.Fail(CelErrorCode.NoSuchField).At(offset) : found.At(offset);
    }
}

/// <summary>
/// Whether a place of the input has a value. As in CEL, a parent that is not an object is an error. Members of a record
/// have no parent.
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
            if (container.Kind != CelKind.Map) return CelValue.Refuse(CelOperators.Member, container).At(offset);
        }
        return CelValue.Bool(!context.Scope.Load(place, context).IsMissing);
    }
}

/// <summary>
/// Whether a map, or an optional of a map, that another node returns has a member. A null member exists; an optional without a
/// value has none.
/// </summary>
internal sealed class HasNode(CelNode operand, CelValue member, int offset) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        var value = operand.Evaluate(context);
        if (value.IsError) return value;
        if (value.Kind == CelKind.Optional)
        {
            if (!value.HasValue) return CelValue.Bool(false);
            value = value.Unwrapped;
        }
        if (value.Kind != CelKind.Map) return CelValue.Refuse(CelOperators.Member, value).At(offset);
        if (value.Tape is { } tape) return CelValue.Bool(CelContainers.FindMember(tape, value.Node, member.Span, context) >= 0);
        return CelValue.Bool(!CelContainers.Lookup(value, member, context).IsMissing);
    }
}
