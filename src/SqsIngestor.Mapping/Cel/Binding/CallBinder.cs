using System.Diagnostics;
using SqsIngestor.Mapping.Cel.Evaluation;
using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Patterns;
using SqsIngestor.Mapping.Cel.Syntax;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Cel.Values;
using SqsIngestor.Shared;

namespace SqsIngestor.Mapping.Cel.Binding;

/// <summary>Binds calls of functions; macros go to the <see cref="MacroBinder"/>.</summary>
internal sealed class CallBinder(CelBinder binder, BindingContext context, MacroBinder macros)
{
    private readonly OverloadBinder _overloads = new(context);

    public Bound BindCall(CallExpression call) =>
        PrefixedName(call) is { } name ? BindForeign(call, name) : BindNamed(call);

    private Bound BindNamed(CallExpression call) => CelFunctions.Find(call.Function) switch
    {
        CelMacro macro when MacroBinder.IsCallable(macro, call) => macros.Bind(macro, call),
        CelTimeFunction function when call.Target is { } target => BindTime(call, function, target),
        CelPatternFunction => BindMatches(call),
        CelOverloadedFunction function => BindFunction(call, function),
        CelMacro or CelTimeFunction or null => BindUnknown(call),
        _ => throw new UnreachableException(),
    };

    /// <summary>The value that a method is called on comes first.</summary>
    private Bound[] Arguments(CallExpression call)
    {
        var arguments = call.Arguments.Select(binder.Bind);
        return call.Target is null ? [.. arguments] : [binder.Bind(call.Target), .. arguments];
    }

    /// <summary>The name of a function with the prefix of a library of CEL: <c>math.abs</c>; null for another call.</summary>
    private string? PrefixedName(CallExpression call) =>
        call.Target is NameExpression { Name: var prefix } && CelForeignNames.IsPrefix(prefix)
        && context.Environment.Find(prefix) is null && context.Macros.Find(prefix) is null
            ? $"{prefix}.{call.Function}"
            : null;

    /// <summary>A function of CEL that is not in the subset.</summary>
    private Bound BindForeign(CallExpression call, string name)
    {
        var row = CelForeignNames.Find(name);
        if (row is not { IsMacro: true })
        {
            foreach (var argument in call.Arguments) binder.Bind(argument);
        }
        var library = row?.Library ?? name.Split('.')[0];
        context.Diagnostics.Error(
            CelDiagnosticCode.Unsupported, call.FunctionOffset, call.Function.Length,
            $"'{name}' belongs to an extension of CEL that expressions do not have ({library})",
            row?.Instead is { } instead ? $"use {instead}" : null);
        return Bound.Failed;
    }

    private Bound BindUnknown(CallExpression call)
    {
        if (CelFunctions.Find(call.Function) is null && CelForeignNames.Find(call.Function) is not null)
        {
            if (call.Target is { } target) binder.Bind(target);
            return BindForeign(call, call.Function);
        }
        Arguments(call);
        var (message, hint) =
            CelFunctions.Find(call.Function) is null
                ? ($"unknown function '{call.Function}'", Nearest.Hint(call.Function, CelFunctions.Names))
            : call.Target is null ? ($"'{call.Function}' is a method, not a function", $"write value.{call.Function}(…)")
            : ($"'{call.Function}' is a function, not a method", $"write {call.Function}(value.member)");
        context.Diagnostics.Error(
            CelDiagnosticCode.UnknownFunction, call.FunctionOffset, call.Function.Length, message, hint);
        return Bound.Failed;
    }

    private Bound BindFunction(CallExpression call, CelOverloadedFunction function)
    {
        var arguments = Arguments(call);
        if (!CheckShape(call, function, arguments.Length)) return Bound.Failed;
        var bound = _overloads.Bind(function, call.Target is not null, call, call.FunctionOffset, arguments);
        // dyn() returns its argument.
        return function.Name == "dyn" ? bound with { Places = arguments[0].Places } : bound;
    }

    /// <summary>Checks the number of arguments, and function or method, before the types.</summary>
    private bool CheckShape(CallExpression call, CelOverloadedFunction function, int count)
    {
        var isMember = call.Target is not null;
        if (function.Overloads.Any(overload => overload.IsMember == isMember && overload.Parameters.Length == count)) return true;
        var canBeMember = function.Overloads.Any(overload => overload.IsMember);
        var canBeGlobal = function.Overloads.Any(overload => !overload.IsMember);
        var given = call.Arguments.Length == 1 ? "1 argument" : $"{call.Arguments.Length} arguments";
        var (message, hint) =
            isMember && !canBeMember ? ($"'{call.Function}' is a function, not a method", $"write {call.Function}(value)")
            : !isMember && !canBeGlobal ? ($"'{call.Function}' is a method, not a function", $"write value.{call.Function}(…)")
            : ($"'{call.Function}' does not accept {given}", OverloadBinder.Accepted(function, isMember));
        context.Refuse(call, message, hint);
        return false;
    }

    private Bound BindMatches(CallExpression call)
    {
        var arguments = Arguments(call);
        if (arguments.Length != 2 || !arguments[0].Type.Overlaps(CelType.String))
        {
            return context.Refuse(call, "'matches' needs a string and a regular expression", "write text.matches('^a+$')");
        }
        var pattern = call.Arguments[^1];
        if (arguments[1].Constant is not { Kind: CelKind.String } constant)
        {
            return context.Refuse(
                pattern, "the regular expression of 'matches' must be a constant string",
                "write it in quotes, for example r'^a+$'");
        }
        if (CelPattern.Compile(constant.GetString(), out var problem) is not { } regex)
        {
            context.Diagnostics.Error(CelDiagnosticCode.BadConstant, pattern, problem!);
            return Bound.Failed;
        }
        var node = new MatchesNode(arguments[0].Node, regex, call.FunctionOffset);
        return context.Fold(new(node, CelType.Bool), call, arguments[0]);
    }

    private Bound BindTime(CallExpression call, CelTimeFunction function, CelExpression target)
    {
        var operand = binder.Bind(target);
        var isTimestamp = operand.Type.Overlaps(CelType.Timestamp);
        var isDuration = function.AcceptsDuration && call.Arguments.Length == 0 && operand.Type.Overlaps(CelType.Duration);
        if (call.Arguments.Length > 1 || !(isTimestamp || isDuration))
        {
            var withArguments = call.Arguments.Length == 0 ? "" : " with arguments";
            return context.Refuse(
                call, $"'{call.Function}' does not accept {operand.Type}{withArguments}",
                operand.Type.Kind is CelTypeKind.String or CelTypeKind.Int
                    ? "convert it with timestamp() first"
                    : $"it accepts {string.Join(" or ", function.Signatures)}");
        }
        CelZone? zone = null;
        if (call.Arguments is [var argument])
        {
            zone = BindZone(argument);
            if (zone is null) return Bound.Failed;
        }
        return context.Fold(new(new TimeNode(function, operand.Node, zone, call.FunctionOffset), CelType.Int), call, operand);
    }

    private CelZone? BindZone(CelExpression argument)
    {
        if (binder.Bind(argument).Constant is not { Kind: CelKind.String } name)
        {
            context.Refuse(argument, "a time zone must be a constant string", "write 'UTC' or '+01:00'");
            return null;
        }
        if (CelZone.Find(name.GetString()) is { } zone) return zone;
        context.Diagnostics.Error(
            CelDiagnosticCode.BadConstant, argument, "unknown time zone",
            "write 'UTC' or an offset such as '+01:00'; names need the machine's time zone files");
        return null;
    }
}
