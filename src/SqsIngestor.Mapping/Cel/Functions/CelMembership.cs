using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>The operator <c>in</c>, and selection with brackets.</summary>
internal static class CelMembership
{
    public static CelValue In(in CelValue left, in CelValue right, CelContext context)
    {
        if (right.Kind == CelKind.Map)
        {
            var value = CelContainers.Lookup(right, left, context);
            return context.IsExhausted ? CelValue.Fail(CelErrorCode.CostLimit) : CelValue.Bool(!value.IsMissing);
        }
        if (right.Kind != CelKind.List) return CelValue.Fail(CelErrorCode.NoMatchingOverload);
        var error = CelValue.Missing;
        for (var cursor = new CelCursor(right); cursor.MoveNext(context, out var element);)
        {
            if (!context.Charge(1)) return CelValue.Fail(CelErrorCode.CostLimit);
            var equal = CelEquality.Equal(left, element, context);
            if (equal.IsTrue) return equal;
            if (equal.IsError && error.IsMissing) error = equal;
        }
        return error.IsMissing ? CelValue.Bool(false) : error;
    }

    public static CelValue Index(in CelValue container, in CelValue index, CelContext context)
    {
        CelValue found;
        if (container.Kind == CelKind.Map)
        {
            found = CelContainers.Lookup(container, index, context);
            return found.IsMissing ? CelValue.Fail(CelErrorCode.NoSuchField) : found;
        }
        if (container.Kind != CelKind.List || !TryPosition(index, out var position))
        {
            return CelValue.Fail(CelErrorCode.NoMatchingOverload);
        }
        found = CelContainers.Element(container, position, context);
        return found.IsMissing ? CelValue.Fail(CelErrorCode.IndexOutOfRange) : found;
    }

    private static bool TryPosition(in CelValue index, out long position)
    {
        position = index.Kind == CelKind.Double ? (long)index.AsDouble : index.AsInt;
        // A uint above int64 becomes negative, which is not a position either.
        return index.Kind is CelKind.Int or CelKind.Uint || (index.Kind == CelKind.Double && position == index.AsDouble);
    }
}
