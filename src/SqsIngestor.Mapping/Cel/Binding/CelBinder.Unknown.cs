using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Syntax;

namespace SqsIngestor.Mapping.Cel.Binding;

internal sealed partial class CelBinder
{
    private void ReportUnknown(NameExpression name)
    {
        var names = environment.Names.Concat(_locals.Select(local => local.Name)).ToArray();
        var hint = CelNearName.Find(name.Name, names) is { } near ? $"did you mean '{near}'?"
            : CelFunctions.Find(name.Name) is not null ? $"'{name.Name}' is a function; call it"
            : names.Length == 0 ? null
            : $"known are {CelText.Quote(names.Order(StringComparer.Ordinal).Take(20))}";
        diagnostics.Error(CelDiagnosticCode.UnknownName, name, $"no variable is named '{name.Name}'", hint);
    }

    private void ReportUnknownMember(CelPath owner, CelExpression place, CelPathStep step)
    {
        var (offset, end) = place is SelectExpression select
            ? (select.MemberOffset, select.End)
            : (((IndexExpression)place).Index.Offset, place.End - 1);
        var nearest = step.Name is null ? null : CelNearName.Find(step.Name, owner.Type.Members);
        var hint = nearest is not null ? $"did you mean '{nearest}'?"
            : $"it has {CelText.Quote(owner.Type.Members.Order(StringComparer.Ordinal))}";
        diagnostics.Error(
            CelDiagnosticCode.UnknownName, offset, end - offset, $"'{owner}' has no member '{step.Name ?? $"[{step.Index}]"}'",
            hint);
    }

    private void ReportUnknownFunction(CallExpression call)
    {
        var names = CelFunctions.Names.Concat(CelAccessors.Names).Concat(Macros).Append("has").Append("matches");
        var hint = CelNearName.Find(call.Function, names) is { } near ? $"did you mean '{near}'?" : null;
        diagnostics.Error(
            CelDiagnosticCode.UnknownFunction, call.FunctionOffset, call.Function.Length,
            $"no function is named '{call.Function}'", hint);
    }
}
