using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>
/// Loads a place of the input behind a <c>?</c>: an optional, without a value if the input has none there. As in a path without
/// <c>?</c>, a parent that is neither absent nor an object is an error; null in front of a <c>?</c> is like an absent parent.
/// </summary>
/// <param name="parents">The place in front of each step, from the first one with a <c>?</c>.</param>
/// <param name="place">The place of all steps.</param>
/// <param name="isFirstRequired">The first parent is an error if it is absent.</param>
/// <param name="optional">For each step, whether it has a <c>?</c>.</param>
/// <param name="offset">The offset of the path.</param>
internal sealed class OptionalPathNode(
    CelDependency[] parents, CelDependency place, bool isFirstRequired, bool[] optional, int offset) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        for (var i = 0; i < parents.Length; i++)
        {
            var container = context.Scope.Load(parents[i], context);
            if (container.IsError) return container.At(offset);
            if (container.IsMissing && i == 0 && isFirstRequired) return CelValue.Fail(CelErrorCode.NoSuchField).At(offset);
            if (container.IsMissing || (optional[i] && container.Kind == CelKind.Null)) return CelValue.None;
            var isElement = place.Steps[place.Steps.Count - parents.Length + i].Name is null;
            if (container.Kind == CelKind.Map || (isElement && container.Kind == CelKind.List)) continue;
            return (isElement
                ? CelValue.Refuse(CelOperators.Index.Name, container, CelValue.Int(0))
                : CelValue.Refuse(CelOperators.Member, container)).At(offset);
        }
        var value = context.Scope.Load(place, context);
        return value.IsError ? value.At(offset) : value.Wrap();
    }
}

/// <summary><c>or</c> and <c>orValue</c>: another value if an optional has none. Evaluates it only then.</summary>
internal sealed class OrNode(CelNode optional, CelNode other, bool isValue, int offset) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        var value = optional.Evaluate(context);
        if (value.IsError) return value;
        if (value.Kind != CelKind.Optional) return CelValue.Refuse(Name, value).At(offset);
        if (value.HasValue) return isValue ? value.Unwrapped : value;
        value = other.Evaluate(context);
        return isValue || value.IsError || value.Kind == CelKind.Optional
            ? value
            : CelValue.Refuse(Name, value).At(offset);
    }

    private string Name => isValue ? "orValue" : "or";
}

/// <summary><c>optMap</c> and <c>optFlatMap</c>: an expression over the value of an optional, if it has one.</summary>
internal sealed class OptionalMapNode(CelNode optional, int local, CelNode result, bool isFlat, int offset) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        var value = optional.Evaluate(context);
        if (value.IsError) return value;
        if (value.Kind != CelKind.Optional) return CelValue.Refuse(Name, value).At(offset);
        if (!value.HasValue) return CelValue.None;
        context.Locals[local] = value.Unwrapped;
        value = result.Evaluate(context);
        if (value.IsError) return value;
        if (!isFlat) return value.Wrap();
        return value.Kind == CelKind.Optional ? value : CelValue.Refuse(Name, value).At(offset);
    }

    private string Name => isFlat ? "optFlatMap" : "optMap";
}

/// <summary><c>cel.bind</c>: gives a value a name. An error counts only where the name is used.</summary>
internal sealed class BindNode(int local, CelNode value, CelNode body) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        context.Locals[local] = value.Evaluate(context);
        return body.Evaluate(context);
    }
}
