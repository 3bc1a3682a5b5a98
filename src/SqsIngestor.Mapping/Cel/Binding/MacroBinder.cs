using System.Diagnostics;
using SqsIngestor.Mapping.Cel.Evaluation;
using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Syntax;
using SqsIngestor.Mapping.Cel.Types;

namespace SqsIngestor.Mapping.Cel.Binding;

/// <summary>Binds the macros: functions that take names of variables, or a path.</summary>
internal sealed class MacroBinder(CelBinder binder, BindingContext context, PathBinder paths)
{
    /// <summary><c>has</c> and <c>cel.bind</c> are called alone, all other macros on a value.</summary>
    /// <param name="macro">The macro.</param>
    /// <param name="isMember">The call is one on a value.</param>
    public static bool IsCallable(CelMacro macro, bool isMember) =>
        macro.Kind is CelMacroKind.Has or CelMacroKind.Bind != isMember;

    /// <param name="macro">The macro.</param>
    /// <param name="call">A call for which <see cref="IsCallable"/> is true.</param>
    public Bound Bind(CelMacro macro, CallExpression call) => macro.Kind switch
    {
        CelMacroKind.Has => BindHas(call),
        CelMacroKind.Bind => BindBind(call),
        CelMacroKind.OptMap or CelMacroKind.OptFlatMap => BindOptionalMap(macro.Kind, call),
        CelMacroKind.All or CelMacroKind.Exists or CelMacroKind.ExistsOne or CelMacroKind.Filter or CelMacroKind.Map
            or CelMacroKind.TransformList or CelMacroKind.TransformMap or CelMacroKind.TransformMapEntry =>
            BindOverElements(macro.Kind, call),
        _ => throw new UnreachableException(),
    };

    private Bound BindHas(CallExpression call)
    {
        if (call.Arguments is [SelectExpression { IsOptional: false } select]) return paths.BindHas(call, select);
        foreach (var argument in call.Arguments) binder.Bind(argument);
        return context.Refuse(
            call, "has() needs one path that ends in a member",
            call.Arguments is [SelectExpression]
                ? "write has(body.order), or body.?order.hasValue()"
                : "write has(body.order); for other keys, write 'key' in map");
    }

    private Bound BindBind(CallExpression call)
    {
        if (call.Arguments is not [NameExpression { Rooted: false } name, var expression, var body])
        {
            return context.Refuse(
                call, "'cel.bind' needs the name of a variable, its value and an expression", "write cel.bind(x, body.order, …)");
        }
        var value = binder.Bind(expression);
        var variable = context.Macros.Enter(name.Name, value.Type, value.Places);
        var result = binder.Bind(body);
        context.Macros.Leave(variable);
        return result with { Node = new BindNode(variable.Index, value.Node, result.Node) };
    }

    private Bound BindOptionalMap(CelMacroKind kind, CallExpression call)
    {
        if (call.Arguments is not [NameExpression { Rooted: false } name, var expression])
        {
            return context.Refuse(
                call, $"'{call.Function}' needs the name of a variable and an expression",
                $"write body.?order.{call.Function}(x, …)");
        }
        var optional = binder.BindOptional(call.Target!, call.Function).TakeWhole();
        var variable = context.Macros.Enter(name.Name, SelectionBinder.Inside(optional.Type));
        var isFlat = kind == CelMacroKind.OptFlatMap;
        var result = (isFlat ? binder.BindOptional(expression, call.Function) : binder.Bind(expression)).TakeWhole();
        context.Macros.Leave(variable);
        var node = new OptionalMapNode(optional.Node, variable.Index, result.Node, isFlat, call.FunctionOffset);
        return new(node, isFlat ? result.Type : CelType.Optional(result.Type));
    }

    private Bound BindOverElements(CelMacroKind kind, CallExpression call)
    {
        if (Shape(kind, call.Arguments.Length) is not var (names, hasFilter) || !AreNames(call.Arguments.AsSpan(0, names)))
        {
            var variables = kind switch
            {
                CelMacroKind.Filter or CelMacroKind.Map => "the name of a variable",
                CelMacroKind.TransformList or CelMacroKind.TransformMap or CelMacroKind.TransformMapEntry =>
                    "the names of two variables",
                CelMacroKind.All or CelMacroKind.Exists or CelMacroKind.ExistsOne => "the name of a variable, or of two,",
                _ => throw new UnreachableException(),
            };
            var needed = kind >= CelMacroKind.Map ? "an expression" : "a condition";
            var uses = CelFunctions.Find(call.Function)!.Signatures.Select(static use => use.Split(" → ")[0]);
            return context.Refuse(
                call, $"'{call.Function}' needs {variables} and {needed}", $"write {string.Join(" or ", uses)}");
        }
        if (names == 2 && string.Equals(NameAt(call, 0), NameAt(call, 1), StringComparison.Ordinal))
        {
            return context.Refuse(
                call.Arguments[1], $"both variables of '{call.Function}' have the same name", "name one of them differently");
        }
        if (context.Macros.Loops == CelLimits.MaxMacroNesting)
        {
            context.Diagnostics.Error(
                CelDiagnosticCode.TooLarge, call, $"macros are nested more than {CelLimits.MaxMacroNesting} levels deep");
            return Bound.Failed;
        }
        var range = binder.Bind(call.Target!).TakeWhole();
        if (ElementTypes(range.Type) is not var (key, element))
        {
            return context.Refuse(
                call.Target!, $"'{call.Function}' needs a list or a map, not {range.Type}", CelBinder.OptionalHint(range.Type));
        }
        if (names == 1 && range.Type.Kind == CelTypeKind.Map) element = key;
        context.Macros.Loops++;
        var first = context.Macros.Enter(NameAt(call, 0), names == 1 ? element : key);
        var second = names == 1 ? null : context.Macros.Enter(NameAt(call, 1), element);
        var bound = BindBody(kind, call, range.Node, first, second, hasFilter ? call.Arguments[names] : null);
        if (second is not null) context.Macros.Leave(second);
        context.Macros.Leave(first);
        context.Macros.Loops--;
        return bound;
    }

    /// <summary>
    /// How many variables a call has, and whether a condition stands before the last argument; null for no such call.
    /// </summary>
    private static (int Names, bool HasFilter)? Shape(CelMacroKind kind, int arguments) => (kind, arguments) switch
    {
        (CelMacroKind.All or CelMacroKind.Exists or CelMacroKind.ExistsOne, 2 or 3) => (arguments - 1, false),
        (CelMacroKind.Filter, 2) => (1, false),
        (CelMacroKind.Map, 2 or 3) => (1, arguments == 3),
        ( >= CelMacroKind.TransformList, 3 or 4) => (2, arguments == 4),
        _ => null,
    };

    private static bool AreNames(ReadOnlySpan<CelExpression> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument is not NameExpression { Rooted: false }) return false;
        }
        return true;
    }

    private static string NameAt(CallExpression call, int index) => ((NameExpression)call.Arguments[index]).Name;

    /// <summary>The types of the positions or keys, and of the elements or the keys' values.</summary>
    private static (CelType Key, CelType Element)? ElementTypes(CelType range) => range.Kind switch
    {
        CelTypeKind.Dyn => (CelType.Dyn, CelType.Dyn),
        CelTypeKind.List => (CelType.Int, range.Element!),
        CelTypeKind.Map => (range.Key!, range.Element!),
        _ => null,
    };

    private Bound BindBody(
        CelMacroKind kind, CallExpression call, CelNode range, MacroVariable first, MacroVariable? second, CelExpression? filter)
    {
        var before = context.BoundExpressions;
        var predicate = filter is null ? null : binder.BindBool(filter, call.Function).Node;
        var isCondition = kind < CelMacroKind.Map;
        var last = call.Arguments[^1];
        var result = isCondition ? binder.BindBool(last, call.Function) : binder.Bind(last).TakeWhole();
        var cost = context.BoundExpressions - before;
        var loop = new MacroLoop(first.Index, second?.Index ?? -1, cost, call.Function, call.FunctionOffset);
        switch (kind)
        {
            case CelMacroKind.Filter:
                return new(new CollectNode(range, result.Node, null, loop), CelType.List(first.Type));
            case CelMacroKind.All or CelMacroKind.Exists:
                return new(new QuantifierNode(kind == CelMacroKind.All, range, result.Node, loop), CelType.Bool);
            case CelMacroKind.ExistsOne:
                return new(new ExistsOneNode(range, result.Node, loop), CelType.Bool);
            case CelMacroKind.Map or CelMacroKind.TransformList:
                return new(new CollectNode(range, predicate, result.Node, loop), CelType.List(result.Type));
            case CelMacroKind.TransformMap:
                var map = new TransformMapNode(range, predicate, result.Node, isEntry: false, loop);
                return new(map, CelType.Map(first.Type, result.Type));
            case CelMacroKind.TransformMapEntry:
                if (!result.Type.Overlaps(CelType.AnyMap))
                {
                    return context.Refuse(last, $"'{call.Function}' needs a map, not {result.Type}", "write {key: value}");
                }
                var entries = new TransformMapNode(range, predicate, result.Node, isEntry: true, loop);
                return new(entries, result.Type.Kind == CelTypeKind.Map ? result.Type : CelType.AnyMap);
            default:
                throw new UnreachableException();
        }
    }
}
