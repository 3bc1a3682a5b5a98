using SqsIngestor.Mapping.Cel.Evaluation;
using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Syntax;
using SqsIngestor.Mapping.Cel.Types;

namespace SqsIngestor.Mapping.Cel.Binding;

/// <summary>Checks bound arguments against the overloads of a function or operator, and creates its node.</summary>
internal sealed class OverloadBinder(BindingContext context)
{
    private readonly NumberChecker _numbers = new(context);

    /// <param name="function">The function or operator.</param>
    /// <param name="isMember">It is called as a method.</param>
    /// <param name="expression">The call, for messages.</param>
    /// <param name="offset">The offset of run-time errors.</param>
    /// <param name="arguments">As many as the function accepts.</param>
    public Bound Bind(
        CelOverloadedFunction function, bool isMember, CelExpression expression, int offset, Bound[] arguments)
    {
        var types = arguments.Select(argument => argument.Type).ToArray();
        var candidates = function.Candidates(isMember, types);
        if (candidates.Length == 0)
        {
            var found = string.Join(", ", types.Select(type => type.Name));
            return context.Refuse(
                expression, $"'{function.Name}' does not accept ({found})",
                CelBinder.OptionalHint(types) ?? Accepted(function, isMember));
        }
        _numbers.Check(function, isMember, expression, arguments, candidates);
        for (var i = 0; i < arguments.Length; i++)
        {
            if (candidates.Any(candidate => candidate.Parameters[i].Kind is CelTypeKind.List or CelTypeKind.Map))
            {
                arguments[i].TakeWhole();
            }
        }
        var type = candidates[0].Result;
        foreach (var candidate in candidates.AsSpan(1)) type = CelType.Join(type, candidate.Result);
        // Two lists joined with +.
        if (function.Binary is not null && type.Kind == CelTypeKind.List) type = CelType.Join(types[0], types[1]);
        if (function.Many is not null)
        {
            var node = new CallNode(function, [.. arguments.Select(argument => argument.Node)], offset);
            return context.Fold(new(node, type), expression, arguments);
        }
        return function.Unary is { } unary
            ? context.Fold(new(new UnaryNode(function.Name, unary, arguments[0].Node, offset), type), expression, arguments)
            : Binary(function, arguments[0], arguments[1], type, offset, expression);
    }

    /// <summary>A node of two arguments whose types the caller has checked.</summary>
    public Bound Binary(
        CelOverloadedFunction function, Bound left, Bound right, CelType type, int offset, CelExpression expression) =>
        context.Fold(
            new(new BinaryNode(function.Name, function.Binary!, left.Node, right.Node, offset), type), expression, left, right);

    /// <summary>A hint that lists the argument types; null if this kind of call has none.</summary>
    public static string? Accepted(CelOverloadedFunction function, bool isMember)
    {
        var shapes = function.Overloads.Where(overload => overload.IsMember == isMember)
            .Select(overload => $"({string.Join(", ", overload.Parameters.Select(parameter => parameter.Name))})").ToArray();
        return shapes.Length == 0 ? null : $"it accepts {string.Join(" or ", shapes)}";
    }
}
