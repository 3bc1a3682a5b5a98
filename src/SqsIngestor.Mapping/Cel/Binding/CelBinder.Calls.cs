using SqsIngestor.Mapping.Cel.Evaluation;
using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Patterns;
using SqsIngestor.Mapping.Cel.Syntax;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Binding;

internal sealed partial class CelBinder
{
    private static readonly string[] Macros = ["all", "exists", "exists_one", "existsOne", "filter", "map"];

    private Bound BindCall(CallExpression call)
    {
        if (call is { Function: "has", Target: null }) return BindHas(call);
        if (call.Function == "matches") return BindMatches(call);
        if (call.Target is not null && Array.IndexOf(Macros, call.Function) >= 0) return BindMacro(call);
        if (call.Target is not null && CelAccessors.Find(call.Function) is { } accessor) return BindAccessor(call, accessor);
        var arguments = Arguments(call);
        if (CelFunctions.Find(call.Function) is not { } function)
        {
            ReportUnknownFunction(call);
            return Failed();
        }
        var isMember = call.Target is not null;
        if (!CheckShape(call, function, arguments.Length)) return Failed();
        var bound = BindFunction(function, isMember, call, call.FunctionOffset, arguments);
        // What it gives is its argument.
        return function.Name == "dyn" ? bound with { Places = arguments[0].Places } : bound;
    }

    private Bound[] Arguments(CallExpression call)
    {
        var arguments = call.Arguments.Select(Bind);
        return call.Target is null ? [.. arguments] : [Bind(call.Target), .. arguments];
    }

    /// <summary>The number of arguments, and whether it is called on something, before their types.</summary>
    private bool CheckShape(CallExpression call, CelFunction function, int count)
    {
        var isMember = call.Target is not null;
        if (function.Overloads.Any(overload => overload.IsMember == isMember && overload.Parameters.Length == count)) return true;
        var canBeMember = function.Overloads.Any(overload => overload.IsMember);
        var canBeGlobal = function.Overloads.Any(overload => !overload.IsMember);
        var (message, hint) =
            isMember && !canBeMember ? ($"'{call.Function}' is not called on a value", $"write {call.Function}(value)")
            : !isMember && !canBeGlobal ? ($"'{call.Function}' is called on a value", $"write value.{call.Function}(…)")
            : ($"'{call.Function}' does not take {call.Arguments.Length} arguments", Signatures(function, isMember));
        diagnostics.Error(CelDiagnosticCode.NoOverload, call, message, hint);
        return false;
    }

    private Bound BindHas(CallExpression call)
    {
        if (call.Arguments is not [SelectExpression select])
        {
            diagnostics.Error(
                CelDiagnosticCode.NoOverload, call, "has() takes one path that ends in a member",
                "write has(body.order); for other keys, 'key' in map");
            foreach (var argument in call.Arguments) Bind(argument);
            return Failed();
        }
        var steps = Unwind(select.Operand, out var bottom);
        if (bottom is NameExpression name && FindLocal(name) is null && FindVariable(name, steps, out var used) is { } variable)
        {
            if (FollowPath(variable.Name, variable.Type, steps, ref used) is not { } parent) return Failed();
            if (used == steps.Count && parent.Type.Kind is CelTypeKind.Dyn or CelTypeKind.Record) return HasPath(parent, select);
        }
        var operand = Bind(select.Operand).TakeWhole();
        if (SelectedType(operand.Type) is null)
        {
            diagnostics.Error(CelDiagnosticCode.NoOverload, select, $"{operand.Type} has no members");
            return Failed();
        }
        var node = new HasNode(operand.Node, CelValue.String(select.Member), select.MemberOffset);
        return Fold(new(node, CelType.Bool), call, operand);
    }

    private Bound HasPath(CelPath parent, SelectExpression select)
    {
        var step = new CelPathStep(select.Member, 0);
        var isRecord = parent.Type.Kind == CelTypeKind.Record;
        if (isRecord && parent.Type.Member(select.Member) is null)
        {
            ReportUnknownMember(parent, select, step);
            return Failed();
        }
        // A record itself is nothing that could be asked for.
        var container = isRecord ? null : Depend(parent.Root, parent.Steps);
        return new(new HasPathNode(container, Depend(parent.Root, [.. parent.Steps, step]), select.MemberOffset), CelType.Bool);
    }

    private Bound BindMatches(CallExpression call)
    {
        var arguments = Arguments(call);
        if (arguments.Length != 2 || !arguments[0].Type.Overlaps(CelType.String))
        {
            diagnostics.Error(
                CelDiagnosticCode.NoOverload, call, "'matches' takes a text and a regular expression",
                "write text.matches('^a+$')");
            return Failed();
        }
        var pattern = call.Arguments[^1];
        if (arguments[1].Constant is not { Kind: CelKind.String } constant)
        {
            diagnostics.Error(
                CelDiagnosticCode.NoOverload, pattern, "the regular expression of 'matches' must be a constant string",
                "write it in quotes, best as r'…'");
            return Failed();
        }
        if (CelPattern.Compile(constant.GetString(), out var problem) is not { } regex)
        {
            diagnostics.Error(CelDiagnosticCode.BadConstant, pattern, problem!);
            return Failed();
        }
        return Fold(new(new MatchesNode(arguments[0].Node, regex, call.FunctionOffset), CelType.Bool), call, arguments[0]);
    }

    private Bound BindAccessor(CallExpression call, CelAccessor accessor)
    {
        var operand = Bind(call.Target!);
        var isTimestamp = operand.Type.Overlaps(CelType.Timestamp);
        var isDuration = CelAccessors.HasDuration(accessor) && call.Arguments.Length == 0 && operand.Type.Overlaps(CelType.Duration);
        if (call.Arguments.Length > 1 || !(isTimestamp || isDuration))
        {
            diagnostics.Error(
                CelDiagnosticCode.NoOverload, call,
                $"'{call.Function}' does not take {operand.Type}{(call.Arguments.Length == 0 ? "" : " with arguments")}",
                operand.Type.Kind is CelTypeKind.String or CelTypeKind.Int
                    ? "convert it with timestamp() first"
                    : "it takes a timestamp, and perhaps a time zone");
            return Failed();
        }
        CelZone? zone = null;
        if (call.Arguments is [var argument])
        {
            if (Bind(argument).Constant is not { Kind: CelKind.String } name)
            {
                diagnostics.Error(
                    CelDiagnosticCode.NoOverload, argument, "a time zone must be a constant string", "write 'UTC' or '+01:00'");
                return Failed();
            }
            zone = CelZone.Find(name.GetString());
            if (zone is null)
            {
                diagnostics.Error(
                    CelDiagnosticCode.BadConstant, argument, "a time zone that is not known here",
                    "write 'UTC' or an offset such as '+01:00'; names need the machine's time zone files");
                return Failed();
            }
        }
        return Fold(new(new AccessorNode(accessor, operand.Node, zone, call.FunctionOffset), CelType.Int), call, operand);
    }
}
