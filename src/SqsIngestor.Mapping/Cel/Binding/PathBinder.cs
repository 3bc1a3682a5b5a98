using SqsIngestor.Mapping.Cel.Evaluation;
using SqsIngestor.Mapping.Cel.Syntax;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Binding;

/// <summary>
/// Binds names and the selections after them. The selections that the binder knows become one place of the input, which the
/// scope loads at once; the others are evaluated step by step.
/// </summary>
internal sealed class PathBinder(CelBinder binder, BindingContext context)
{
    private readonly SelectionBinder _selections = new(binder, context);
    private readonly NameResolver _names = new(context);

    /// <summary>A name, or selections after any operand.</summary>
    public Bound BindChain(CelExpression expression)
    {
        var steps = Unwind(expression, out var bottom);
        if (bottom is not NameExpression name) return BindSteps(binder.Bind(bottom), steps, 0);
        if (_names.FindMacroVariable(name) is { } local)
        {
            return BindSteps(new(new LocalNode(local.Index), local.Type, local.Places), steps, 0);
        }
        if (_names.FindVariable(name, steps, out var used) is { } variable)
        {
            return _names.Follow(variable, steps, ref used) is { } path
                ? BindSteps(Load(path, steps, used, expression), steps, used)
                : Bound.Failed;
        }
        if (NameResolver.FindType(name, steps, out used) is { } type)
        {
            return BindSteps(new(new ConstantNode(type), CelType.Type), steps, used);
        }
        _names.ReportUnknown(name);
        return Bound.Failed;
    }

    /// <summary><c>has(operand.member)</c>.</summary>
    public Bound BindHas(CallExpression call, SelectExpression select)
    {
        var steps = Unwind(select.Operand, out var bottom);
        if (bottom is NameExpression name && _names.FindMacroVariable(name) is null
            && _names.FindVariable(name, steps, out var used) is { } variable)
        {
            if (_names.Follow(variable, steps, ref used) is not { } parent) return Bound.Failed;
            if (used == steps.Count && parent.FirstOptional < 0 && parent.Type.Kind is CelTypeKind.Dyn or CelTypeKind.Record)
            {
                return HasPath(parent, select);
            }
        }
        var operand = binder.Bind(select.Operand).TakeWhole();
        if (SelectionBinder.MemberType(SelectionBinder.Inside(operand.Type)) is null)
        {
            return context.Refuse(select, $"{operand.Type} has no members");
        }
        var node = new HasNode(operand.Node, CelValue.String(select.Member), select.MemberOffset);
        return context.Fold(new(node, CelType.Bool), call, operand);
    }

    private Bound HasPath(CelPath parent, SelectExpression select)
    {
        var step = new CelPathStep(select.Member, 0);
        var isRecord = parent.Type.Kind == CelTypeKind.Record;
        if (isRecord && parent.Type.Member(select.Member) is null)
        {
            _names.ReportUnknownMember(parent, select, step);
            return Bound.Failed;
        }
        // The scope can load the members of a record, but not the record.
        var container = isRecord ? null : context.Dependencies.Add(parent.Root, parent.Steps);
        var place = context.Dependencies.Add(parent.Root, [.. parent.Steps, step]);
        return new(new HasPathNode(container, place, select.MemberOffset), CelType.Bool);
    }

    /// <summary>The selections in the order of the text, and the operand of the first.</summary>
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

    private Bound Load(CelPath path, List<CelExpression> steps, int used, CelExpression expression)
    {
        if (path.Type.Kind == CelTypeKind.Record)
        {
            var members = path.Type.Members.Any() ? $": {CelText.Quote(path.Type.Members)}" : ", such as .name or ['name']";
            return context.Refuse(expression, $"'{path}' is not a value; only its members are", $"select one{members}");
        }
        var place = context.Dependencies.Add(path.Root, path.Steps);
        if (path.FirstOptional < 0)
        {
            var parent = path.Steps.Count > Math.Max(path.RecordSteps, 1)
                ? context.Dependencies.Add(path.Root, [.. path.Steps.SkipLast(1)])
                : null;
            return new(new LoadNode(place, parent, expression.Offset), path.Type, [place]);
        }
        // The members of a record are loaded alone, so a record is never a parent.
        var first = Math.Max(path.FirstOptional, path.RecordSteps);
        var parents = new CelDependency[path.Steps.Count - first];
        for (var i = 0; i < parents.Length; i++)
        {
            parents[i] = context.Dependencies.Add(path.Root, [.. path.Steps.Take(first + i)]);
        }
        var optional = steps.Skip(used - parents.Length).Take(parents.Length).Select(NameResolver.IsOptional).ToArray();
        var node = new OptionalPathNode(parents, place, first == path.FirstOptional, optional, expression.Offset);
        return new(node, CelType.Optional(path.Type), [place]);
    }

    private Bound BindSteps(Bound bound, List<CelExpression> steps, int from)
    {
        for (var i = from; i < steps.Count; i++)
        {
            var operand = bound.TakeWhole();
            bound = steps[i] is SelectExpression select
                ? _selections.BindSelect(operand, select)
                : _selections.BindIndex(operand, (IndexExpression)steps[i]);
        }
        return bound;
    }
}
