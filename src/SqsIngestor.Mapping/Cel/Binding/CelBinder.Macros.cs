using SqsIngestor.Mapping.Cel.Evaluation;
using SqsIngestor.Mapping.Cel.Syntax;
using SqsIngestor.Mapping.Cel.Types;

namespace SqsIngestor.Mapping.Cel.Binding;

internal sealed partial class CelBinder
{
    private Bound BindMacro(CallExpression call)
    {
        var most = call.Function == "map" ? 3 : 2;
        if (call.Arguments.Length < 2 || call.Arguments.Length > most
            || call.Arguments[0] is not NameExpression { Rooted: false } name)
        {
            diagnostics.Error(
                CelDiagnosticCode.NoOverload, call,
                $"'{call.Function}' takes a variable's name and {(most == 2 ? "a condition" : "an expression")}",
                $"write list.{call.Function}(x, …)");
            return Failed();
        }
        if (_locals.Count == CelLimits.MaxMacroNesting)
        {
            diagnostics.Error(
                CelDiagnosticCode.TooLarge, call, $"more than {CelLimits.MaxMacroNesting} macros inside each other");
            return Failed();
        }
        var range = Bind(call.Target!).TakeWhole();
        if (ElementType(range.Type) is not { } element)
        {
            diagnostics.Error(
                CelDiagnosticCode.NoOverload, call.Target!, $"'{call.Function}' goes over a list or map, not {range.Type}");
            return Failed();
        }
        var local = new CelLocal(name.Name, element, _locals.Count);
        _locals.Add(local);
        _maxLocals = Math.Max(_maxLocals, _locals.Count);
        var before = _boundNodes;
        var bound = BindBody(call, range.Node, local, before);
        _locals.RemoveAt(local.Index);
        return bound;
    }

    private static CelType? ElementType(CelType range) => range.Kind switch
    {
        CelTypeKind.Dyn => CelType.Dyn,
        CelTypeKind.List => range.Element,
        CelTypeKind.Map => range.Key,
        _ => null,
    };

    private Bound BindBody(CallExpression call, CelNode range, CelLocal local, int nodesBefore)
    {
        var (index, offset) = (local.Index, call.FunctionOffset);
        if (call.Function == "map")
        {
            var chosen = call.Arguments.Length == 3 ? BindBool(call.Arguments[1], "map").Node : null;
            var result = Bind(call.Arguments[^1]).TakeWhole();
            var node = new CollectNode(range, index, chosen, result.Node, _boundNodes - nodesBefore, offset);
            return new(node, CelType.List(result.Type));
        }
        var predicate = BindBool(call.Arguments[1], call.Function).Node;
        var cost = _boundNodes - nodesBefore;
        return call.Function switch
        {
            "filter" => new(new CollectNode(range, index, predicate, null, cost, offset), CelType.List(local.Type)),
            "all" or "exists" =>
                new(new QuantifierNode(call.Function == "all", range, index, predicate, cost, offset), CelType.Bool),
            _ => new(new ExistsOneNode(range, index, predicate, cost, offset), CelType.Bool),
        };
    }
}
