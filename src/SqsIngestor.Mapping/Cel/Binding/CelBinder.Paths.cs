using SqsIngestor.Mapping.Cel.Evaluation;
using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Syntax;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Binding;

internal sealed partial class CelBinder
{
    /// <summary>
    /// A name with selections after it. The selections that are known before any message become one place of the
    /// input; the others are evaluated one after the other.
    /// </summary>
    private Bound BindChain(CelExpression expression)
    {
        var steps = Unwind(expression, out var bottom);
        if (bottom is not NameExpression name) return BindSteps(Bind(bottom), steps, 0);
        if (FindLocal(name) is { } local) return BindSteps(new(new LocalNode(local.Index), local.Type), steps, 0);
        if (FindVariable(name, steps, out var used) is { } variable)
        {
            return FollowPath(variable.Name, variable.Type, steps, ref used) is { } path
                ? BindSteps(Load(path, expression), steps, used)
                : Failed();
        }
        if (FindType(name, steps, out used) is { } type) return BindSteps(new(new ConstantNode(type), CelType.Type), steps, used);
        ReportUnknown(name);
        return Failed();
    }

    private static List<CelExpression> Unwind(CelExpression expression, out CelExpression bottom)
    {
        List<CelExpression> steps = [];
        while (expression is SelectExpression or IndexExpression)
        {
            steps.Add(expression);
            expression = expression is SelectExpression select ? select.Operand : ((IndexExpression)expression).Operand;
        }
        steps.Reverse();
        bottom = expression;
        return steps;
    }

    private CelLocal? FindLocal(NameExpression name) =>
        name.Rooted ? null : _locals.FindLast(local => string.Equals(local.Name, name.Name, StringComparison.Ordinal));

    /// <summary>The longest dotted prefix that is a variable.</summary>
    private (string Name, CelType Type)? FindVariable(NameExpression name, List<CelExpression> steps, out int used)
    {
        (string, CelType)? found = null;
        used = 0;
        foreach (var (prefix, count) in DottedPrefixes(name, steps))
        {
            if (environment.Find(prefix) is not { } type) continue;
            found = (prefix, type);
            used = count;
        }
        return found;
    }

    private static CelValue? FindType(NameExpression name, List<CelExpression> steps, out int used)
    {
        foreach (var (prefix, count) in DottedPrefixes(name, steps))
        {
            used = count;
            if (CelTypeNames.Find(prefix) is { } type) return CelValue.TypeOf(type);
        }
        used = 0;
        return null;
    }

    /// <summary>No variable or type has more parts than these.</summary>
    private static IEnumerable<(string Prefix, int Steps)> DottedPrefixes(NameExpression name, List<CelExpression> steps)
    {
        var prefix = name.Name;
        yield return (prefix, 0);
        for (var i = 0; i < Math.Min(4, steps.Count) && steps[i] is SelectExpression select; i++)
        {
            prefix = $"{prefix}.{select.Member}";
            yield return (prefix, i + 1);
        }
    }

    /// <summary>Goes as far as the steps are known; null when a record has no such member, which is reported.</summary>
    private CelPath? FollowPath(string root, CelType type, List<CelExpression> steps, ref int used)
    {
        List<CelPathStep> path = [];
        for (; used < steps.Count && type.Kind is CelTypeKind.Dyn or CelTypeKind.Record; used++)
        {
            if (StaticStep(steps[used]) is not { } step) break;
            if (type.Kind == CelTypeKind.Record)
            {
                if (step.Name is null || type.Member(step.Name) is not { } member)
                {
                    ReportUnknownMember(new(root, path, type), steps[used], step);
                    return null;
                }
                type = member;
            }
            path.Add(step);
        }
        return new(root, path, type);
    }

    private static CelPathStep? StaticStep(CelExpression step) => step switch
    {
        SelectExpression select => new(select.Member, 0),
        IndexExpression { Index: LiteralExpression { Value: { Kind: CelKind.String } name } } => new(name.GetString(), 0),
        IndexExpression { Index: LiteralExpression { Value: { Kind: CelKind.Int, AsInt: >= 0 and <= int.MaxValue } index } } =>
            new(null, (int)index.AsInt),
        _ => null,
    };

    private Bound Load(CelPath path, CelExpression expression)
    {
        if (path.Type.Kind == CelTypeKind.Record)
        {
            var members = path.Type.Members.Any() ? $": {CelText.Quote(path.Type.Members)}" : ", such as .name or ['name']";
            diagnostics.Error(
                CelDiagnosticCode.NoOverload, expression, $"'{path}' is no value, only its members are", $"select one{members}");
            return Failed();
        }
        var place = Depend(path.Root, path.Steps);
        return new(new LoadNode(place, expression.Offset), path.Type, [place]);
    }

    private CelDependency Depend(string root, IReadOnlyList<CelPathStep> path)
    {
        // Lengths keep names apart that hold points or brackets themselves.
        var parts = path.Select(step => step.Name is null ? $"[{step.Index}]" : $".{step.Name.Length}.{step.Name}");
        var key = root + string.Concat(parts);
        if (_dependencyByPath.TryGetValue(key, out var known)) return known;
        var place = new CelDependency(root, [.. path]);
        _dependencies.Add(place);
        _dependencyByPath.Add(key, place);
        return place;
    }

    private Bound BindSteps(Bound bound, List<CelExpression> steps, int from)
    {
        for (var i = from; i < steps.Count; i++)
        {
            var operand = bound.TakeWhole();
            bound = steps[i] is SelectExpression select
                ? BindSelect(operand, select)
                : BindIndex(operand, (IndexExpression)steps[i]);
        }
        return bound;
    }

    private Bound BindSelect(Bound operand, SelectExpression select)
    {
        if (SelectedType(operand.Type) is not { } type)
        {
            diagnostics.Error(
                CelDiagnosticCode.NoOverload, select, $"{operand.Type} has no members", MemberHint(operand.Type, select.Member));
            return Failed();
        }
        var node = new SelectNode(operand.Node, CelValue.String(select.Member), select.MemberOffset);
        return Fold(new(node, type), select, operand);
    }

    private static CelType? SelectedType(CelType container) => container.Kind switch
    {
        CelTypeKind.Dyn => CelType.Dyn,
        CelTypeKind.Map when container.Key!.Overlaps(CelType.String) => container.Element,
        _ => null,
    };

    private static string? MemberHint(CelType type, string member) =>
        type.Kind == CelTypeKind.List ? "select an element with [0], or use exists()"
        : CelFunctions.Find(member) is not null || CelAccessors.Find(member) is not null ? $"to call it, write {member}()"
        : null;

    private Bound BindIndex(Bound operand, IndexExpression index)
    {
        var key = Bind(index.Index);
        var (needed, type) = operand.Type.Kind switch
        {
            CelTypeKind.Dyn => (CelType.Dyn, CelType.Dyn),
            CelTypeKind.List => (CelType.Int, operand.Type.Element!),
            CelTypeKind.Map => (operand.Type.Key!, operand.Type.Element!),
            _ => (null, CelType.Dyn),
        };
        if (needed is null || !needed.Overlaps(key.Type))
        {
            diagnostics.Error(CelDiagnosticCode.NoOverload, index, $"'[]' does not select from {operand.Type} by {key.Type}");
            return Failed();
        }
        if (operand.Type.Kind is CelTypeKind.Dyn or CelTypeKind.List && key.Constant is { Kind: CelKind.Int, AsInt: < 0 })
        {
            diagnostics.Warning(
                CelDiagnosticCode.AlwaysFails, index.Index, "this always fails: a list's positions count from 0",
                "for the last element, write list[size(list) - 1]");
        }
        return Binary(CelMembership.Index, operand, key, type, index.Index.Offset, index);
    }
}
