using System.Diagnostics;
using SqsIngestor.Mapping.Cel.Evaluation;
using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Syntax;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Binding;

/// <summary>Binds the functions of optionals.</summary>
internal sealed class OptionalBinder(CelBinder binder, BindingContext context)
{
    /// <param name="function">The function.</param>
    /// <param name="call">A call with the right number of arguments, of a function or a method as the function needs.</param>
    public Bound Bind(CelOptionalFunction function, CallExpression call)
    {
        var offset = call.FunctionOffset;
        if (!function.IsMember)
        {
            if (function.Kind == CelOptionalKind.None) return new(new ConstantNode(CelValue.None), CelType.AnyOptional);
            var value = binder.Bind(call.Arguments[0]);
            // The type of a value that is zero is known, but not the parts of a list or map.
            var isOf = function.Kind == CelOptionalKind.Of;
            if (!isOf) value.TakeWhole();
            var node = new UnaryNode(function.Name, isOf ? CelOptionals.Of : CelOptionals.OfNonZeroValue, value.Node, offset);
            return context.Fold(new(node, CelType.Optional(value.Type), value.Places), call, value);
        }
        var optional = binder.BindOptional(call.Target!, function.Name);
        switch (function.Kind)
        {
            case CelOptionalKind.HasValue:
                var hasValue = new UnaryNode(function.Name, CelOptionals.HasValue, optional.Node, offset);
                return context.Fold(new(hasValue, CelType.Bool), call, optional);
            case CelOptionalKind.Value:
                var value = new UnaryNode(function.Name, CelOptionals.Value, optional.Node, offset);
                return context.Fold(new(value, SelectionBinder.Inside(optional.Type), optional.Places), call, optional);
            case CelOptionalKind.Or:
                return BindOr(call, optional, binder.BindOptional(call.Arguments[0], function.Name), isValue: false);
            case CelOptionalKind.OrValue:
                return BindOr(call, optional, binder.Bind(call.Arguments[0]), isValue: true);
            default:
                throw new UnreachableException();
        }
    }

    private Bound BindOr(CallExpression call, Bound optional, Bound other, bool isValue)
    {
        var type = isValue ? SelectionBinder.Inside(optional.Type) : optional.Type;
        // As in ?:, null goes with any type.
        if (!type.Overlaps(other.Type) && !(isValue && other.Type.Kind == CelTypeKind.Null))
        {
            var isOptional = isValue && other.Type.Kind == CelTypeKind.Optional;
            context.Refuse(
                call, $"'{call.Function}' of {optional.Type} does not accept {other.Type}",
                isOptional ? "write or(…) for another optional" : "convert one of them, or wrap one in dyn()");
        }
        var node = new OrNode(optional.Node, other.Node, isValue, call.FunctionOffset);
        return context.Fold(
            new(node, CelType.Join(type, other.Type), [.. optional.Places, .. other.Places]), call, optional, other);
    }
}
