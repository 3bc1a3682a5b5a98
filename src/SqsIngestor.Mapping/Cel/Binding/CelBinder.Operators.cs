using SqsIngestor.Mapping.Cel.Evaluation;
using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Syntax;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Binding;

internal sealed partial class CelBinder
{
    private static readonly CelBinaryFunction Equal = static (in left, in right, context) =>
        CelEquality.Equal(left, right, context);

    private static readonly CelBinaryFunction NotEqual = static (in left, in right, context) =>
    {
        var equal = CelEquality.Equal(left, right, context);
        return equal.IsError ? equal : CelValue.Bool(equal.IsFalse);
    };

    private Bound BindLogical(LogicalExpression logical)
    {
        var nodes = new CelNode[logical.Terms.Length];
        var offsets = new int[nodes.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = BindBool(logical.Terms[i], logical.IsAnd ? "&&" : "||").Node;
            offsets[i] = logical.Terms[i].Offset;
        }
        return new(new LogicalNode(logical.IsAnd, nodes, offsets), CelType.Bool);
    }

    private Bound BindBool(CelExpression expression, string where)
    {
        var bound = Bind(expression);
        if (!bound.Type.Overlaps(CelType.Bool))
        {
            diagnostics.Error(
                CelDiagnosticCode.NoOverload, expression, $"'{where}' takes bool, not {bound.Type}",
                ResultHint(bound.Type, CelType.Bool));
        }
        return bound;
    }

    private Bound BindConditional(ConditionalExpression conditional)
    {
        var condition = BindBool(conditional.Condition, "?");
        var (whenTrue, whenFalse) = (Bind(conditional.WhenTrue), Bind(conditional.WhenFalse));
        // Nothing instead of something is what columns are for, so null goes with any type, unlike in CEL's own checker.
        var mayBeNull = whenTrue.Type.Kind == CelTypeKind.Null || whenFalse.Type.Kind == CelTypeKind.Null;
        if (!mayBeNull && !whenTrue.Type.Overlaps(whenFalse.Type))
        {
            diagnostics.Error(
                CelDiagnosticCode.NoOverload, conditional, $"'?:' gives either {whenTrue.Type} or {whenFalse.Type}",
                "convert one, or wrap one in dyn()");
        }
        var type = CelType.Join(whenTrue.Type, whenFalse.Type);
        var node = new ConditionalNode(condition.Node, whenTrue.Node, whenFalse.Node, conditional.Condition.Offset);
        return new(node, type, [.. whenTrue.Places, .. whenFalse.Places]);
    }

    private Bound BindUnary(UnaryExpression unary)
    {
        var operand = Bind(unary.Operand);
        return BindFunction(unary.IsNot ? CelOperators.Not : CelOperators.Minus, isMember: false, unary, unary.Offset, [operand]);
    }

    private Bound BindBinary(BinaryExpression binary)
    {
        var (left, right) = (Bind(binary.Left), Bind(binary.Right));
        return binary.Operator switch
        {
            CelOperator.Equal or CelOperator.NotEqual => BindEquality(binary, left, right),
            CelOperator.In => BindIn(binary, left, right),
            _ => BindFunction(CelOperators.Of(binary.Operator), isMember: false, binary, binary.OperatorOffset, [left, right]),
        };
    }

    private Bound BindEquality(BinaryExpression binary, Bound left, Bound right)
    {
        if (!left.Type.Overlaps(right.Type))
        {
            diagnostics.Error(
                CelDiagnosticCode.NoOverload, binary,
                $"'{CelText.Symbol(binary.Operator)}' compares {left.Type} with {right.Type}, which are never equal",
                "convert one, or wrap one in dyn()");
        }
        // A scalar is compared without a look into the other side.
        if (!left.Type.IsScalar && !right.Type.IsScalar)
        {
            left.TakeWhole();
            right.TakeWhole();
        }
        var function = binary.Operator == CelOperator.Equal ? Equal : NotEqual;
        return Binary(function, left, right, CelType.Bool, binary.OperatorOffset, binary);
    }

    private Bound BindIn(BinaryExpression binary, Bound left, Bound right)
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
            diagnostics.Error(
                CelDiagnosticCode.NoOverload, binary, $"'in' looks for {left.Type} in {right.Type}",
                right.Type.Kind == CelTypeKind.String ? "for a part of a text, write text.contains(part)" : null);
            return Failed();
        }
        if (!elements.IsScalar) left.TakeWhole();
        right.TakeWhole();
        return Binary(CelMembership.In, left, right, CelType.Bool, binary.OperatorOffset, binary);
    }

    private Bound Binary(CelBinaryFunction function, Bound left, Bound right, CelType type, int offset, CelExpression expression) =>
        Fold(new(new BinaryNode(function, left.Node, right.Node, offset), type), expression, left, right);

    private Bound BindFunction(CelFunction function, bool isMember, CelExpression expression, int offset, Bound[] arguments)
    {
        var types = arguments.Select(argument => argument.Type).ToArray();
        var candidates = function.Candidates(isMember, types);
        if (candidates.Length == 0)
        {
            var found = string.Join(", ", types.Select(type => type.Name));
            diagnostics.Error(
                CelDiagnosticCode.NoOverload, expression, $"'{function.Name}' does not take ({found})",
                Signatures(function, isMember));
            return Failed();
        }
        for (var i = 0; i < arguments.Length; i++)
        {
            if (candidates.Any(candidate => candidate.Parameters[i].Kind is CelTypeKind.List or CelTypeKind.Map))
            {
                arguments[i].TakeWhole();
            }
        }
        var type = candidates[0].Result;
        foreach (var candidate in candidates.AsSpan(1)) type = CelType.Join(type, candidate.Result);
        if (candidates.Length == 1 && type.Kind == CelTypeKind.List) type = CelType.Join(types[0], types[^1]);
        CelNode node = function.Unary is { } unary
            ? new UnaryNode(unary, arguments[0].Node, offset)
            : new BinaryNode(function.Binary!, arguments[0].Node, arguments[1].Node, offset);
        return Fold(new(node, type), expression, arguments);
    }

    private static string? Signatures(CelFunction function, bool isMember)
    {
        var shapes = function.Overloads.Where(overload => overload.IsMember == isMember)
            .Select(overload => $"({string.Join(", ", overload.Parameters.Select(parameter => parameter.Name))})").ToArray();
        return shapes.Length == 0 ? null : $"it takes {string.Join(" or ", shapes)}";
    }
}
