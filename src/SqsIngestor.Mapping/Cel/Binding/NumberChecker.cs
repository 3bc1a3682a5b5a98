using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Syntax;
using SqsIngestor.Mapping.Cel.Types;

namespace SqsIngestor.Mapping.Cel.Binding;

/// <summary>
/// Warns where one number of the message is accepted and another is not. JSON has one type of numbers: 12 is an int here and 12.5
/// a double, and most operators and functions do not accept both.
/// </summary>
internal sealed class NumberChecker(BindingContext context)
{
    private const string AnInt = "an int, such as 12";
    private const string ADouble = "a double, such as 12.5";

    /// <param name="function">The function or operator.</param>
    /// <param name="isMember">It is called as a method.</param>
    /// <param name="expression">The call.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="candidates">The overloads that they can call.</param>
    public void Check(
        CelOverloadedFunction function, bool isMember, CelExpression expression, Bound[] arguments, CelOverload[] candidates)
    {
        if (function.MixesNumbers) return;
        var parts = Parts(expression, isMember);
        var open = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            if (arguments[i] is not { Type.Kind: CelTypeKind.Dyn, Constant: null } || !TakesNumbers(candidates, i)) continue;
            var (takesInt, takesDouble) = (Takes(candidates, i, CelTypeKind.Int), Takes(candidates, i, CelTypeKind.Double));
            if (takesInt && takesDouble)
            {
                open++;
            }
            else if (takesDouble || (takesInt && Takes(function.Overloads, i, CelTypeKind.Double)))
            {
                Warn(
                    parts[i], $"'{function.Name}' fails if this number is {(takesDouble ? AnInt : ADouble)}",
                    Hint(function, expression, parts, arguments));
            }
        }
        if (open < 2) return;
        Warn(
            expression, $"'{function.Name}' fails if one number is {AnInt}, and the other {ADouble}",
            Hint(function, expression, parts, arguments));
    }

    private static CelExpression[] Parts(CelExpression expression, bool isMember) => expression switch
    {
        BinaryExpression binary => [binary.Left, binary.Right],
        UnaryExpression unary => [unary.Operand],
        CallExpression call when isMember => [call.Target!, .. call.Arguments],
        CallExpression call => call.Arguments,
        _ => [],
    };

    /// <summary>Text is not accepted there, so that only a number of the message can be meant.</summary>
    private static bool TakesNumbers(CelOverload[] overloads, int argument) =>
        !Takes(overloads, argument, CelTypeKind.String) && !Takes(overloads, argument, CelTypeKind.Dyn);

    private static bool Takes(CelOverload[] overloads, int argument, CelTypeKind kind) =>
        Array.Exists(overloads, each => argument < each.Parameters.Length && each.Parameters[argument].Kind == kind);

    private void Warn(CelExpression place, string message, string hint) =>
        context.Diagnostics.Warning(CelDiagnosticCode.SomeNumbersFail, place, message, hint);

    private string Hint(CelOverloadedFunction function, CelExpression expression, CelExpression[] parts, Bound[] arguments)
    {
        string Write(int index) => AsDouble(parts[index], arguments[index].Type);
        return expression is BinaryExpression
            ? $"write {Write(0)} {function.Name} {Write(1)}"
            : $"write {Write(Array.FindIndex(arguments, argument => argument.Type.Kind == CelTypeKind.Dyn))}";
    }

    private string AsDouble(CelExpression expression, CelType type)
    {
        var text = TextOf(expression);
        if (type.Kind == CelTypeKind.Double) return text;
        return expression is LiteralExpression && text.AsSpan().TrimStart('-').IndexOfAnyExceptInRange('0', '9') < 0
            ? $"{text}.0"
            : $"double({text})";
    }

    /// <summary>The text of a path, call or literal; an ellipsis for an operation, which can lack its parentheses.</summary>
    private string TextOf(CelExpression expression)
    {
        var text = context.Text.AsSpan(expression.Offset, expression.Length);
        return expression is not (BinaryExpression or ConditionalExpression or LogicalExpression)
            && text.Count('(') == text.Count(')')
                ? text.ToString()
                : "…";
    }
}
