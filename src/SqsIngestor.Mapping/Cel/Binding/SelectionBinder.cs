using SqsIngestor.Mapping.Cel.Evaluation;
using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Syntax;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Binding;

/// <summary>Binds a selection from a computed value: <c>operand.member</c> and <c>operand[index]</c>.</summary>
internal sealed class SelectionBinder(CelBinder binder, BindingContext context)
{
    private readonly OverloadBinder _overloads = new(context);

    public Bound BindSelect(Bound operand, SelectExpression select)
    {
        if (MemberType(Inside(operand.Type)) is not { } type)
        {
            return context.Refuse(select, $"{operand.Type} has no members", MemberHint(operand.Type, select.Member));
        }
        var node = new SelectNode(operand.Node, CelValue.String(select.Member), select.IsOptional, select.MemberOffset);
        return context.Fold(new(node, ResultType(operand.Type, type, select.IsOptional)), select, operand);
    }

    public Bound BindIndex(Bound operand, IndexExpression index)
    {
        var key = binder.Bind(index.Index);
        var container = Inside(operand.Type);
        var (needed, type) = container.Kind switch
        {
            CelTypeKind.Dyn => (CelType.Dyn, CelType.Dyn),
            CelTypeKind.List => (CelType.Int, container.Element!),
            CelTypeKind.Map => (container.Key!, container.Element!),
            _ => (null, CelType.Dyn),
        };
        if (needed is null || !needed.Overlaps(key.Type))
        {
            return context.Refuse(index, $"'[]' cannot index {operand.Type} with {key.Type}");
        }
        if (!index.IsOptional && operand.Type.Kind is CelTypeKind.Dyn or CelTypeKind.List
            && key.Constant is { Kind: CelKind.Int, AsInt: < 0 })
        {
            context.Diagnostics.Warning(
                CelDiagnosticCode.AlwaysFails, index.Index, "this always fails: list positions start at 0",
                "for the last element, write list[size(list) - 1]");
        }
        var function = index.IsOptional ? CelOperators.OptionalIndex : CelOperators.Index;
        type = ResultType(operand.Type, type, index.IsOptional);
        return _overloads.Binary(function, operand, key, type, index.Index.Offset, index);
    }

    /// <summary>The type of an optional's value; any other type as it is.</summary>
    public static CelType Inside(CelType type) => type.Kind == CelTypeKind.Optional ? type.Element! : type;

    private static CelType ResultType(CelType operand, CelType selected, bool isOptional) =>
        isOptional || operand.Kind == CelTypeKind.Optional ? CelType.Optional(selected) : selected;

    /// <summary>The type of the members of a value; null if it has none.</summary>
    public static CelType? MemberType(CelType container) => container.Kind switch
    {
        CelTypeKind.Dyn => CelType.Dyn,
        CelTypeKind.Map when container.Key!.Overlaps(CelType.String) => container.Element,
        _ => null,
    };

    private static string? MemberHint(CelType type, string member) =>
        type.Kind == CelTypeKind.List ? "select an element with [0], or use exists()"
        : CelFunctions.Find(member) is not null ? $"to call it, write {member}()"
        : null;
}
