using SqsIngestor.Mapping.Cel.Evaluation;
using SqsIngestor.Mapping.Cel.Syntax;
using SqsIngestor.Mapping.Cel.Types;

namespace SqsIngestor.Mapping.Cel.Binding;

internal sealed partial class CelBinder
{
    private Bound BindList(ListExpression list)
    {
        var elements = BindAll(list.Elements, out var type);
        return Fold(new(new ListNode([.. elements.Select(element => element.Node)]), CelType.List(type)), list, elements);
    }

    private Bound BindMap(MapExpression map)
    {
        var (keys, values) = (BindAll(map.Keys, out var keyType), BindAll(map.Values, out var valueType));
        var isBroken = false;
        for (var i = 0; i < keys.Length; i++)
        {
            if (IsKey(keys[i].Type)) continue;
            isBroken = true;
            diagnostics.Error(
                CelDiagnosticCode.NoOverload, map.Keys[i], $"a map's key is a bool, int, uint or string, not {keys[i].Type}");
        }
        if (isBroken) return Failed();
        var node = new MapNode([.. keys.Select(key => key.Node)], [.. values.Select(value => value.Node)], map.Offset);
        return Fold(new(node, CelType.Map(keyType, valueType)), map, [.. keys, .. values]);
    }

    private static bool IsKey(CelType type) =>
        type.Kind is CelTypeKind.Dyn or CelTypeKind.Bool or CelTypeKind.Int or CelTypeKind.Uint or CelTypeKind.String;

    private Bound[] BindAll(CelExpression[] expressions, out CelType type)
    {
        var parts = new Bound[expressions.Length];
        CelType? common = null;
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = Bind(expressions[i]).TakeWhole();
            common = common is null ? parts[i].Type : CelType.Join(common, parts[i].Type);
        }
        type = common ?? CelType.Dyn;
        return parts;
    }
}
