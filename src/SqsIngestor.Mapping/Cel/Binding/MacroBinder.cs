using System.Diagnostics;
using SqsIngestor.Mapping.Cel.Evaluation;
using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Syntax;
using SqsIngestor.Mapping.Cel.Types;

namespace SqsIngestor.Mapping.Cel.Binding;

/// <summary>Binds <c>has</c>, and the macros that run an expression for every element of a list or key of a map.</summary>
internal sealed class MacroBinder(CelBinder binder, BindingContext context, PathBinder paths)
{
    /// <summary><c>has</c> is called alone, all other macros on a value.</summary>
    public static bool IsCallable(CelMacro macro, CallExpression call) => macro.Kind == CelMacroKind.Has == call.Target is null;

    /// <param name="macro">The macro.</param>
    /// <param name="call">A call for which <see cref="IsCallable"/> is true.</param>
    public Bound Bind(CelMacro macro, CallExpression call) =>
        macro.Kind == CelMacroKind.Has ? BindHas(call) : BindOverElements(macro.Kind, call);

    private Bound BindHas(CallExpression call)
    {
        if (call.Arguments is [SelectExpression select]) return paths.BindHas(call, select);
        foreach (var argument in call.Arguments) binder.Bind(argument);
        return context.Refuse(
            call, "has() needs one path that ends in a member", "write has(body.order); for other keys, write 'key' in map");
    }

    private Bound BindOverElements(CelMacroKind kind, CallExpression call)
    {
        var most = kind == CelMacroKind.Map ? 3 : 2;
        if (kind != CelMacroKind.Map && call.Arguments is [NameExpression, NameExpression, _])
        {
            context.Diagnostics.Error(
                CelDiagnosticCode.Unsupported, call.FunctionOffset, call.Function.Length,
                $"'{call.Function}' with two variables belongs to an extension of CEL that expressions do not have "
                    + "(two-variable comprehensions)",
                $"use one variable: map.{call.Function}(key, … map[key] …)");
            return Bound.Failed;
        }
        if (call.Arguments.Length < 2 || call.Arguments.Length > most
            || call.Arguments[0] is not NameExpression { Rooted: false } name)
        {
            return context.Refuse(
                call, $"'{call.Function}' needs the name of a variable and {(most == 2 ? "a condition" : "an expression")}",
                $"write list.{call.Function}(x, …)");
        }
        if (context.Macros.IsFull)
        {
            context.Diagnostics.Error(
                CelDiagnosticCode.TooLarge, call, $"macros are nested more than {CelLimits.MaxMacroNesting} levels deep");
            return Bound.Failed;
        }
        var range = binder.Bind(call.Target!).TakeWhole();
        if (ElementType(range.Type) is not { } element)
        {
            return context.Refuse(call.Target!, $"'{call.Function}' needs a list or a map, not {range.Type}");
        }
        var variable = context.Macros.Enter(name.Name, element);
        var bound = BindBody(kind, call, range.Node, variable);
        context.Macros.Leave(variable);
        return bound;
    }

    private static CelType? ElementType(CelType range) => range.Kind switch
    {
        CelTypeKind.Dyn => CelType.Dyn,
        CelTypeKind.List => range.Element,
        CelTypeKind.Map => range.Key,
        _ => null,
    };

    private Bound BindBody(CelMacroKind kind, CallExpression call, CelNode range, MacroVariable variable)
    {
        var before = context.BoundExpressions;
        var (index, offset) = (variable.Index, call.FunctionOffset);
        if (kind == CelMacroKind.Map)
        {
            var chosen = call.Arguments.Length == 3 ? binder.BindBool(call.Arguments[1], call.Function).Node : null;
            var result = binder.Bind(call.Arguments[^1]).TakeWhole();
            var node = new CollectNode(range, index, chosen, result.Node, context.BoundExpressions - before, offset);
            return new(node, CelType.List(result.Type));
        }
        var predicate = binder.BindBool(call.Arguments[1], call.Function).Node;
        var cost = context.BoundExpressions - before;
        return kind switch
        {
            CelMacroKind.Filter =>
                new(new CollectNode(range, index, predicate, null, cost, offset), CelType.List(variable.Type)),
            CelMacroKind.All => new(new QuantifierNode(true, range, index, predicate, cost, offset), CelType.Bool),
            CelMacroKind.Exists => new(new QuantifierNode(false, range, index, predicate, cost, offset), CelType.Bool),
            CelMacroKind.ExistsOne => new(new ExistsOneNode(range, index, predicate, cost, offset), CelType.Bool),
            _ => throw new UnreachableException(),
        };
    }
}
