using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Syntax;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Binding;

/// <summary>Checks the clauses of a constant format, and against them the values of a list in the expression.</summary>
internal static class FormatChecker
{
    /// <summary>False after reporting what is wrong.</summary>
    /// <param name="call">The call of <c>format</c>.</param>
    /// <param name="format">The format.</param>
    /// <param name="list">The values.</param>
    /// <param name="context">Receives the problem.</param>
    public static bool Check(CallExpression call, Bound format, Bound list, BindingContext context)
    {
        if (format.Constant is not { Kind: CelKind.String } text) return true;
        var values = call.Arguments[0] is ListExpression { Elements: var elements }
            && !Array.Exists(elements, element => element is OptionalEntryExpression)
                ? elements
                : null;
        var clauses = new CelFormatClauses(text.Span);
        for (var used = 0; clauses.TryNext();)
        {
            if (clauses.Letter == 0) return true;
            if (clauses.Letter == '%' || values is null) continue;
            var clause = $"'%{(char)clauses.Letter}'";
            if (used == values.Length)
            {
                context.Refuse(
                    call, $"the format has more clauses than the list, which has {used}", "list one value for each clause");
                return false;
            }
            var type = list.Constant is { Kind: CelKind.List } constant ? CelType.KindOf(constant.Elements[used].Kind)
                : list.Type.Kind == CelTypeKind.List ? list.Type.Element!.Kind
                : CelTypeKind.Dyn;
            if (clauses.Refuses(type) is { } accepts)
            {
                context.Refuse(
                    values[used], $"{clause} does not accept {CelType.NameOf(type)}; it accepts {accepts}",
                    type == CelTypeKind.Optional
                        ? CelBinder.OptionalHint(CelType.AnyOptional)
                        : "convert the value, or write '%s'");
                return false;
            }
            used++;
        }
        context.Diagnostics.Error(
            CelDiagnosticCode.BadConstant, call.Target!, "the format has an unknown clause",
            "the clauses are %s, %d, %f, %.2f, %e, %b, %o, %x and %X; write %% for a percent sign");
        return false;
    }
}
