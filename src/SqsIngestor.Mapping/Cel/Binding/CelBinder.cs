using SqsIngestor.Mapping.Cel.Evaluation;
using SqsIngestor.Mapping.Cel.Syntax;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Binding;

/// <summary>
/// Checks a syntax tree against its variables and makes the nodes that evaluate it. Reports all that is wrong, not the first.
/// </summary>
internal sealed partial class CelBinder(CelEnvironment environment, CelDiagnostics diagnostics)
{
    private readonly List<CelDependency> _dependencies = [];
    private readonly Dictionary<string, CelDependency> _dependencyByPath = new(StringComparer.Ordinal);
    private readonly List<CelLocal> _locals = [];
    private int _maxLocals;
    private int _boundNodes;

    /// <param name="expression">The whole expression.</param>
    /// <param name="expected">The type its place needs; null for any.</param>
    public CelProgram BindProgram(CelExpression expression, CelType? expected)
    {
        var bound = Bind(expression);
        if (expected is { IsScalar: true })
        {
            if (!bound.Type.Overlaps(expected))
            {
                diagnostics.Error(
                    CelDiagnosticCode.ResultType, expression, $"the expression gives {bound.Type}, expected {expected}",
                    ResultHint(bound.Type, expected));
            }
        }
        else
        {
            bound.TakeWhole();
        }
        return new(bound.Node, bound.Type, _dependencies, _maxLocals);
    }

    private static string? ResultHint(CelType found, CelType expected) => expected.Kind switch
    {
        CelTypeKind.Bool when found.IsScalar => "compare it with something, such as == or !=",
        CelTypeKind.Bool => "compare its size() with 0",
        _ => null,
    };

    private Bound Bind(CelExpression expression)
    {
        _boundNodes++;
        return expression switch
        {
            LiteralExpression literal => new(new ConstantNode(literal.Value), TypeOf(literal.Value)),
            NameExpression or SelectExpression or IndexExpression => BindChain(expression),
            LogicalExpression logical => BindLogical(logical),
            BinaryExpression binary => BindBinary(binary),
            UnaryExpression unary => BindUnary(unary),
            ConditionalExpression conditional => BindConditional(conditional),
            CallExpression call => BindCall(call),
            ListExpression list => BindList(list),
            _ => BindMap((MapExpression)expression),
        };
    }

    private static CelType TypeOf(in CelValue value) => value.Kind switch
    {
        CelKind.Null => CelType.Null,
        CelKind.Bool => CelType.Bool,
        CelKind.Int => CelType.Int,
        CelKind.Uint => CelType.Uint,
        CelKind.Double => CelType.Double,
        CelKind.String => CelType.String,
        CelKind.Bytes => CelType.Bytes,
        _ => CelType.Dyn,
    };

    /// <summary>A part that has been reported; it takes part in no further complaint.</summary>
    private static Bound Failed() => new(new ConstantNode(CelValue.Fail(CelErrorCode.NoMatchingOverload)), CelType.Dyn);

    /// <summary>Evaluates now what has only constants, and says so when it can only fail.</summary>
    private Bound Fold(Bound bound, CelExpression expression, params ReadOnlySpan<Bound> parts)
    {
        var isBroken = false;
        foreach (var part in parts)
        {
            if (part.Constant is not { } constant) return bound;
            isBroken |= constant.IsError;
        }
        var value = bound.Node.Evaluate(new CelContext());
        if (value.IsError && value.ErrorCode == CelErrorCode.CostLimit) return bound;
        if (value.IsError && !isBroken)
        {
            var text = CelErrorText.Describe(value.ErrorCode);
            diagnostics.Warning(CelDiagnosticCode.AlwaysFails, expression, $"this always fails: {text}");
        }
        return bound with { Node = new ConstantNode(value) };
    }
}
