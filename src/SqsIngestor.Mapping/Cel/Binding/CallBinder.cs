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
    private readonly OptionalBinder _optionals = new(binder, context);

    public Bound BindCall(CallExpression call)
    {
        var prefixed = PrefixedName(call);
        var name = prefixed ?? call.Function;
        var isMember = prefixed is null && call.Target is not null;
        return CelFunctions.Find(name) switch
        {
            CelMacro macro when MacroBinder.IsCallable(macro, isMember) => macros.Bind(macro, call),
            CelTimeFunction function when isMember => BindTime(call, function, call.Target!),
            CelPatternFunction => BindMatches(call),
            CelOptionalFunction function => BindOptional(call, function, isMember),
            CelExtremeFunction function => BindExtreme(call, function),
            CelOverloadedFunction function => BindFunction(call, function, isMember),
            CelMacro or CelTimeFunction or null => BindUnknown(call, name, isMember),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The value that a method is called on comes first.</summary>
    private Bound[] Arguments(CallExpression call, bool isMember)
    {
        var arguments = call.Arguments.Select(binder.Bind);
        return isMember ? [binder.Bind(call.Target!), .. arguments] : [.. arguments];
    }

    /// <summary>The name of a function with the prefix of a library of CEL: <c>math.abs</c>; null for another call.</summary>
    private string? PrefixedName(CallExpression call) =>
        call.Target is NameExpression { Name: var prefix } && (CelForeignNames.IsPrefix(prefix) || CelFunctions.IsPrefix(prefix))
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

    private Bound BindUnknown(CallExpression call, string name, bool isMember)
    {
        var prefix = isMember || call.Target is null ? null : name.Split('.')[0];
        if (CelFunctions.Find(name) is null
            && (CelForeignNames.Find(name) is not null || (prefix is not null && !CelFunctions.IsPrefix(prefix))))
        {
            if (isMember) binder.Bind(call.Target!);
            return BindForeign(call, name);
        }
        Arguments(call, isMember);
        var (message, hint) =
            CelFunctions.Find(name) is null
                ? ($"unknown function '{name}'",
                    CelFunctions.WithPrefix(name) is { } full ? $"write {full}(…)"
                    : Nearest.Hint(name, CelFunctions.Names) ?? (prefix is null ? null : CelFunctions.ListOf(prefix)))
            : !isMember ? ($"'{call.Function}' is a method, not a function", $"write value.{call.Function}(…)")
            : ($"'{call.Function}' is a function, not a method", $"write {call.Function}(value.member)");
        context.Diagnostics.Error(
            CelDiagnosticCode.UnknownFunction, call.FunctionOffset, call.Function.Length, message, hint);
        return Bound.Failed;
    }

    private Bound BindFunction(CallExpression call, CelOverloadedFunction function, bool isMember)
    {
        var arguments = Arguments(call, isMember);
        if (!CheckShape(call, function, isMember, arguments.Length)) return Bound.Failed;
        if (function == CelFunctions.Format && !FormatChecker.Check(call, arguments[0], arguments[1], context))
        {
            return Bound.Failed;
        }
        var bound = _overloads.Bind(function, isMember, call, call.FunctionOffset, arguments);
        // dyn() returns its argument.
        return function.Name == "dyn" ? bound with { Places = arguments[0].Places } : bound;
    }

    /// <summary>Checks the number of arguments, and function or method, before the types.</summary>
    private bool CheckShape(CallExpression call, CelOverloadedFunction function, bool isMember, int count)
    {
        if (function.Overloads.Any(overload => overload.IsMember == isMember && overload.Parameters.Length == count)) return true;
        var canBeMember = function.Overloads.Any(overload => overload.IsMember);
        var canBeGlobal = function.Overloads.Any(overload => !overload.IsMember);
        var given = call.Arguments.Length == 1 ? "1 argument" : $"{call.Arguments.Length} arguments";
        var (message, hint) =
            isMember && !canBeMember ? ($"'{function.Name}' is a function, not a method", $"write {function.Name}(value)")
            : !isMember && !canBeGlobal ? ($"'{function.Name}' is a method, not a function", $"write value.{function.Name}(…)")
            : ($"'{function.Name}' does not accept {given}", OverloadBinder.Accepted(function, isMember));
        context.Refuse(call, message, hint);
        return false;
    }

    private Bound BindOptional(CallExpression call, CelOptionalFunction function, bool isMember)
    {
        if (function.IsMember == isMember && function.ArgumentCount == call.Arguments.Length)
        {
            return _optionals.Bind(function, call);
        }
        Arguments(call, isMember);
        var use = function.IsMember ? $"body.?a.{function.Name}" : function.Name;
        return context.Refuse(
            call,
            function.IsMember && !isMember
                ? $"'{function.Name}' is a method, not a function"
                : $"'{function.Name}' needs {(function.ArgumentCount == 0 ? "no argument" : "1 argument")}",
            $"write {use}({(function.ArgumentCount == 0 ? "" : "…")})");
    }

    private Bound BindExtreme(CallExpression call, CelExtremeFunction function)
    {
        var arguments = Arguments(call, isMember: false);
        var isList = arguments is [{ Type.Kind: CelTypeKind.List }];
        var type = arguments.Length == 0 ? CelType.Dyn : isList ? arguments[0].Type.Element! : arguments[0].Type;
        var isNumber = arguments.Length > 0 && IsNumber(type);
        foreach (var argument in arguments.AsSpan(Math.Min(1, arguments.Length)))
        {
            isNumber &= IsNumber(argument.Type);
            type = CelType.Join(type, argument.Type);
        }
        if (!isNumber)
        {
            var types = arguments.Select(argument => argument.Type).ToArray();
            return context.Refuse(
                call, $"'{function.Name}' does not accept ({string.Join(", ", types.Select(each => each.Name))})",
                CelBinder.OptionalHint(types) ?? "it accepts numbers, or a list of numbers");
        }
        if (arguments.Length > 1) return Pair(arguments);
        var node = new UnaryNode(function.Name, function.OfList, arguments[0].TakeWhole().Node, call.FunctionOffset);
        return context.Fold(new(node, type), call, arguments);

        // In halves, so that many arguments do not nest deeply.
        Bound Pair(ReadOnlySpan<Bound> parts)
        {
            if (parts.Length == 1) return parts[0];
            var (left, right) = (Pair(parts[..(parts.Length / 2)]), Pair(parts[(parts.Length / 2)..]));
            var pair = new BinaryNode(function.Name, function.OfTwo, left.Node, right.Node, call.FunctionOffset);
            return context.Fold(new(pair, type), call, left, right);
        }
    }

    private static bool IsNumber(CelType type) =>
        type.Kind is CelTypeKind.Dyn or CelTypeKind.Int or CelTypeKind.Uint or CelTypeKind.Double;

    private Bound BindMatches(CallExpression call)
    {
        var arguments = Arguments(call, call.Target is not null);
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
