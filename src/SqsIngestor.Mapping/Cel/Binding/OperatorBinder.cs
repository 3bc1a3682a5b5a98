using SqsIngestor.Mapping.Cel.Evaluation;
using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Syntax;
using SqsIngestor.Mapping.Cel.Types;

namespace SqsIngestor.Mapping.Cel.Binding;

/// <summary>Binds operators, <c>?:</c> included. Equality and <c>in</c> have type rules that overloads cannot express.</summary>
internal sealed class OperatorBinder(CelBinder binder, BindingContext context)
{
    private readonly OverloadBinder _overloads = new(context);

    public Bound BindLogical(LogicalExpression logical)
    {
        var nodes = new CelNode[logical.Terms.Length];
        var offsets = new int[nodes.Length];
        var user = logical.IsAnd ? CelOperators.And : CelOperators.Or;
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = binder.BindBool(logical.Terms[i], user.Name).Node;
            offsets[i] = logical.Terms[i].Offset;
        }
        return new(new LogicalNode(logical.IsAnd, nodes, offsets), CelType.Bool);
    }

    public Bound BindConditional(ConditionalExpression conditional)
    {
        var condition = binder.BindBool(conditional.Condition, CelOperators.Conditional.Name);
        var (whenTrue, whenFalse) = (binder.Bind(conditional.WhenTrue), binder.Bind(conditional.WhenFalse));
        // A column can be null, so null is comparable with any type here, unlike in the checker of the CEL specification.
        var canBeNull = whenTrue.Type.Kind == CelTypeKind.Null || whenFalse.Type.Kind == CelTypeKind.Null;
        if (!canBeNull && !whenTrue.Type.Overlaps(whenFalse.Type))
        {
            context.Refuse(
                conditional,
                $"the results of '{CelOperators.Conditional.Name}' have different types: {whenTrue.Type} and {whenFalse.Type}",
                Hint(whenTrue.Type, whenFalse.Type) ?? "convert one of them, or wrap one in dyn()");
        }
        var type = CelType.Join(whenTrue.Type, whenFalse.Type);
        var node = new ConditionalNode(condition.Node, whenTrue.Node, whenFalse.Node, conditional.Condition.Offset);
        return new(node, type, [.. whenTrue.Places, .. whenFalse.Places]);
    }

    public Bound BindUnary(UnaryExpression unary)
    {
        var function = unary.IsNot ? CelOperators.Not : CelOperators.Minus;
        return _overloads.Bind(function, isMember: false, unary, unary.Offset, [binder.Bind(unary.Operand)]);
    }

    public Bound BindBinary(BinaryExpression binary)
    {
        var (left, right) = (binder.Bind(binary.Left), binder.Bind(binary.Right));
        var function = CelOperators.Of(binary.Operator);
        if (binary.Operator is CelOperator.Equal or CelOperator.NotEqual) return BindEquality(binary, function, left, right);
        if (binary.Operator == CelOperator.In) return BindIn(binary, function, left, right);
        return _overloads.Bind(function, isMember: false, binary, binary.OperatorOffset, [left, right]);
    }

    private Bound BindEquality(BinaryExpression binary, CelOverloadedFunction function, Bound left, Bound right)
    {
        if (!left.Type.Overlaps(right.Type))
        {
            context.Refuse(
                binary, $"'{function.Name}' compares {left.Type} with {right.Type}; they are never equal",
                Hint(left.Type, right.Type) ?? "convert one of them, or wrap one in dyn()");
        }
        // A comparison with a scalar does not read inside the other side.
        if (!left.Type.IsScalar && !right.Type.IsScalar)
        {
            left.TakeWhole();
            right.TakeWhole();
        }
        return _overloads.Binary(function, left, right, CelType.Bool, binary.OperatorOffset, binary);
    }

    /// <summary>What to do if one of two types is an optional; null otherwise.</summary>
    private static string? Hint(CelType left, CelType right) =>
        left.Kind == right.Kind ? null : CelBinder.OptionalHint(left, right);

    private Bound BindIn(BinaryExpression binary, CelOverloadedFunction function, Bound left, Bound right)
    {
        var elements = right.Type.Kind switch
        {
            CelTypeKind.List => right.Type.Element!,
            CelTypeKind.Map => right.Type.Key!,
            CelTypeKind.Dyn => CelType.Dyn,
            _ => null,
        };
        if (elements is null || !elements.Overlaps(left.Type))
        {
            return context.Refuse(
                binary, $"'in' cannot search {right.Type} for {left.Type}",
                right.Type.Kind == CelTypeKind.String ? "to search in a string, write text.contains(part)"
                    : CelBinder.OptionalHint(left.Type, right.Type));
        }
        if (!elements.IsScalar) left.TakeWhole();
        right.TakeWhole();
        return _overloads.Binary(function, left, right, CelType.Bool, binary.OperatorOffset, binary);
    }
}
