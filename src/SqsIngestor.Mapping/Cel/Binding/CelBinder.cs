using System.Diagnostics;
using SqsIngestor.Mapping.Cel.Evaluation;
using SqsIngestor.Mapping.Cel.Syntax;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Binding;

/// <summary>
/// Checks a syntax tree against its variables and creates the nodes that evaluate it. It reports every mistake, not only the
/// first. One binder serves one expression.
/// </summary>
internal sealed class CelBinder
{
    private readonly BindingContext _context;
    private readonly PathBinder _paths;
    private readonly OperatorBinder _operators;
    private readonly CallBinder _calls;

    public CelBinder(string text, CelEnvironment environment, CelDiagnostics diagnostics)
    {
        _context = new(text, environment, diagnostics);
        _paths = new(this, _context);
        _operators = new(this, _context);
        _calls = new(this, _context, new MacroBinder(this, _context, _paths));
    }

    /// <param name="expression">The whole expression.</param>
    /// <param name="expected">The type that the place of the expression needs; null for any.</param>
    public CelProgram BindProgram(CelExpression expression, CelType? expected)
    {
        var bound = Bind(expression);
        if (expected is { IsScalar: true })
        {
            if (!bound.Type.Overlaps(expected))
            {
                _context.Diagnostics.Error(
                    CelDiagnosticCode.ResultType, expression, $"the result is {bound.Type}, expected {expected}",
                    ConversionHint(bound.Type, expected));
            }
        }
        else
        {
            bound.TakeWhole();
        }
        return new(bound.Node, bound.Type, _context.Dependencies.All, _context.Macros.Peak);
    }

    /// <summary>Binds a part of the expression.</summary>
    public Bound Bind(CelExpression expression)
    {
        _context.BoundExpressions++;
        return expression switch
        {
            LiteralExpression literal => new(new ConstantNode(literal.Value), TypeOf(literal.Value)),
            NameExpression or SelectExpression or IndexExpression => _paths.BindChain(expression),
            LogicalExpression logical => _operators.BindLogical(logical),
            BinaryExpression binary => _operators.BindBinary(binary),
            UnaryExpression unary => _operators.BindUnary(unary),
            ConditionalExpression conditional => _operators.BindConditional(conditional),
            CallExpression call => _calls.BindCall(call),
            ListExpression list => BindList(list),
            MapExpression map => BindMap(map),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Binds a part that must be a bool.</summary>
    /// <param name="expression">The part.</param>
    /// <param name="user">The operator or macro that needs the bool, for the message.</param>
    public Bound BindBool(CelExpression expression, string user)
    {
        var bound = Bind(expression);
        if (!bound.Type.Overlaps(CelType.Bool))
        {
            _context.Refuse(expression, $"'{user}' needs a bool, not {bound.Type}", ConversionHint(bound.Type, CelType.Bool));
        }
        return bound;
    }

    /// <summary>Binds a part that must be an optional.</summary>
    /// <param name="expression">The part.</param>
    /// <param name="user">The function or macro that needs the optional, for the message.</param>
    public Bound BindOptional(CelExpression expression, string user)
    {
        var bound = Bind(expression);
        if (!bound.Type.Overlaps(CelType.AnyOptional))
        {
            _context.Refuse(
                expression, $"'{user}' needs an optional, not {bound.Type}",
                "make one with optional.of(…), or with a path such as a.?b");
            return Bound.Failed;
        }
        if (bound.Node is LoadNode)
        {
            _context.Refuse(
                expression, $"'{user}' needs an optional, and this path is a plain value",
                "write ? in front of what may be absent, as in body.?customer.?name");
            return Bound.Failed;
        }
        return bound;
    }

    /// <summary>What to do with an optional where its value is needed; null if no type is one.</summary>
    public static string? OptionalHint(params ReadOnlySpan<CelType> types)
    {
        foreach (var type in types)
        {
            if (type.Kind == CelTypeKind.Optional) return "take the value of the optional first, with orValue(…)";
        }
        return null;
    }

    private static string? ConversionHint(CelType found, CelType expected)
    {
        if (OptionalHint(found) is { } hint) return hint;
        if (expected.Kind != CelTypeKind.Bool) return null;
        return found.IsScalar ? "compare it with a value, for example with == or !=" : "compare its size() with 0";
    }

    private static CelType TypeOf(in CelValue literal) => literal.Kind switch
    {
        CelKind.Null => CelType.Null,
        CelKind.Bool => CelType.Bool,
        CelKind.Int => CelType.Int,
        CelKind.Uint => CelType.Uint,
        CelKind.Double => CelType.Double,
        CelKind.String => CelType.String,
        CelKind.Bytes => CelType.Bytes,
        _ => throw new UnreachableException(),
    };

    private Bound BindList(ListExpression list)
    {
        var elements = BindAll(list.Elements, out var type, out var optional);
        var node = new ListNode([.. elements.Select(element => element.Node)], optional, list.Offset);
        return _context.Fold(new(node, CelType.List(type)), list, elements);
    }

    private Bound BindMap(MapExpression map)
    {
        var keys = BindAll(map.Keys, out var keyType, out _);
        var values = BindAll(map.Values, out var valueType, out var optional);
        var isBroken = false;
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i].Type.IsMapKey) continue;
            isBroken = true;
            _context.Refuse(map.Keys[i], $"a map key is a bool, int, uint or string, not {keys[i].Type}");
        }
        if (isBroken) return Bound.Failed;
        var node = new MapNode(
            [.. keys.Select(key => key.Node)], [.. values.Select(value => value.Node)], optional, map.Offset);
        return _context.Fold(new(node, CelType.Map(keyType, valueType)), map, [.. keys, .. values]);
    }

    private Bound[] BindAll(CelExpression[] expressions, out CelType type, out bool[]? optional)
    {
        var parts = new Bound[expressions.Length];
        CelType? common = null;
        optional = null;
        for (var i = 0; i < parts.Length; i++)
        {
            var found = CelType.Dyn;
            if (expressions[i] is OptionalEntryExpression entry)
            {
                parts[i] = BindOptional(entry.Value, "?");
                found = SelectionBinder.Inside(parts[i].Type);
                optional ??= new bool[parts.Length];
                optional[i] = true;
            }
            else
            {
                parts[i] = Bind(expressions[i]);
                found = parts[i].Type;
            }
            parts[i].TakeWhole();
            common = common is null ? found : CelType.Join(common, found);
        }
        type = common ?? CelType.Dyn;
        return parts;
    }
}
