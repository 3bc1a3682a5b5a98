using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Syntax;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Cel.Values;
using SqsIngestor.Shared;

namespace SqsIngestor.Mapping.Cel.Binding;

/// <summary>Finds the variable or type of a name, and reports unknown names.</summary>
internal sealed class NameResolver(BindingContext context)
{
    /// <summary>The most selections that a dotted name can have.</summary>
    private const int MaxDottedSteps = 4;

    /// <summary>The most names that a hint lists.</summary>
    private const int MaxListedNames = 20;

    /// <summary>The variable of a macro around the name; null if not found.</summary>
    public MacroVariable? FindMacroVariable(NameExpression name) => name.Rooted ? null : context.Macros.Find(name.Name);

    /// <summary>The longest dotted name that is a variable; null if not found.</summary>
    /// <param name="name">The first part.</param>
    /// <param name="steps">The selections after it.</param>
    /// <param name="used">How many of the steps belong to the variable's name.</param>
    public (string Name, CelType Type)? FindVariable(NameExpression name, List<CelExpression> steps, out int used)
    {
        (string, CelType)? found = null;
        used = 0;
        foreach (var (prefix, count) in DottedPrefixes(name, steps))
        {
            if (context.Environment.Find(prefix) is not { } type) continue;
            found = (prefix, type);
            used = count;
        }
        return found;
    }

    /// <summary>The shortest dotted name that is a type; null if not found.</summary>
    /// <param name="name">The first part.</param>
    /// <param name="steps">The selections after it.</param>
    /// <param name="used">How many of the steps belong to the type's name.</param>
    public static CelValue? FindType(NameExpression name, List<CelExpression> steps, out int used)
    {
        foreach (var (prefix, count) in DottedPrefixes(name, steps))
        {
            used = count;
            if (CelTypeNames.Find(prefix) is { } type) return CelValue.TypeOf(type);
        }
        used = 0;
        return null;
    }

    /// <summary>
    /// Follows the selections as far as the binder knows them. Null after it has reported that a record does not have the member.
    /// </summary>
    /// <param name="variable">Where the path starts.</param>
    /// <param name="steps">All selections.</param>
    /// <param name="used">The first step after the variable; becomes the first step that is not followed.</param>
    public CelPath? Follow((string Name, CelType Type) variable, List<CelExpression> steps, ref int used)
    {
        var (root, type) = variable;
        List<CelPathStep> path = [];
        var (firstOptional, recordSteps) = (-1, 0);
        for (; used < steps.Count && type.Kind is CelTypeKind.Dyn or CelTypeKind.Record; used++)
        {
            if (ConstantStep(steps[used]) is not { } step) break;
            if (type.Kind == CelTypeKind.Record)
            {
                if (step.Name is null || type.Member(step.Name) is not { } member)
                {
                    ReportUnknownMember(new(root, path, type, firstOptional, recordSteps), steps[used], step);
                    return null;
                }
                type = member;
                recordSteps++;
            }
            if (firstOptional < 0 && IsOptional(steps[used])) firstOptional = path.Count;
            path.Add(step);
        }
        return new(root, path, type, firstOptional, recordSteps);
    }

    public void ReportUnknown(NameExpression name)
    {
        if (CelFunctions.IsPrefix(name.Name))
        {
            context.Diagnostics.Error(
                CelDiagnosticCode.UnknownName, name,
                $"'{name.Name}' is not a value; it is the first part of the names of functions",
                CelFunctions.ListOf(name.Name));
            return;
        }
        if (CelForeignNames.IsPrefix(name.Name))
        {
            context.Diagnostics.Error(
                CelDiagnosticCode.Unsupported, name, $"'{name.Name}' is an extension of CEL that expressions do not have");
            return;
        }
        var names = context.Environment.Names.Concat(context.Macros.Names).ToArray();
        var hint = Nearest.Hint(name.Name, names)
            ?? (CelFunctions.Find(name.Name) is not null ? $"'{name.Name}' is a function; call it"
                : names.Length == 0 ? null
                : $"the variables are {CelText.Quote(names.Order(StringComparer.Ordinal).Take(MaxListedNames))}");
        context.Diagnostics.Error(CelDiagnosticCode.UnknownName, name, $"unknown variable '{name.Name}'", hint);
    }

    public void ReportUnknownMember(CelPath owner, CelExpression place, CelPathStep step)
    {
        var (offset, end) = place is SelectExpression select
            ? (select.MemberOffset, select.End)
            : (((IndexExpression)place).Index.Offset, place.End - 1);
        var hint = (step.Name is null ? null : Nearest.Hint(step.Name, owner.Type.Members))
            ?? $"it has {CelText.Quote(owner.Type.Members.Order(StringComparer.Ordinal))}";
        context.Diagnostics.Error(
            CelDiagnosticCode.UnknownName, offset, end - offset, $"'{owner}' has no member '{step.Name ?? $"[{step.Index}]"}'",
            hint);
    }

    private static IEnumerable<(string Prefix, int Steps)> DottedPrefixes(NameExpression name, List<CelExpression> steps)
    {
        var prefix = name.Name;
        yield return (prefix, 0);
        for (var i = 0; i < Math.Min(MaxDottedSteps, steps.Count); i++)
        {
            if (steps[i] is not SelectExpression { IsOptional: false } select) yield break;
            prefix = $"{prefix}.{select.Member}";
            yield return (prefix, i + 1);
        }
    }

    /// <summary>Whether a selection has a <c>?</c>.</summary>
    public static bool IsOptional(CelExpression step) =>
        step is SelectExpression { IsOptional: true } or IndexExpression { IsOptional: true };

    /// <summary>A member, or an element with a constant position; null for any other index.</summary>
    private static CelPathStep? ConstantStep(CelExpression step) => step switch
    {
        SelectExpression select => new(select.Member, 0),
        IndexExpression { Index: LiteralExpression { Value: { Kind: CelKind.String } name } } => new(name.GetString(), 0),
        IndexExpression { Index: LiteralExpression { Value: { Kind: CelKind.Int, AsInt: >= 0 and <= int.MaxValue } index } } =>
            new(null, (int)index.AsInt),
        _ => null,
    };
}
