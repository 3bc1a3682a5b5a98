namespace SqsIngestor.Mapping.Cel.Values;

/// <summary>Equality of any two values. Numbers compare by value across their types; other types are never equal.</summary>
internal static class CelEquality
{
    /// <summary>A bool, or the error of an element that has no value.</summary>
    public static CelValue Equal(in CelValue left, in CelValue right, CelContext context) =>
        Equal(left, right, context, depth: 0);

    /// <summary>The opposite of <see cref="Equal(in CelValue, in CelValue, CelContext)"/>; errors stay errors.</summary>
    public static CelValue NotEqual(in CelValue left, in CelValue right, CelContext context)
    {
        var equal = Equal(left, right, context);
        return equal.IsError ? equal : CelValue.Bool(equal.IsFalse);
    }

    private static CelValue Equal(in CelValue left, in CelValue right, CelContext context, int depth)
    {
        if (left.IsError) return left;
        if (right.IsError) return right;
        if (left.Kind != right.Kind || left.Kind is CelKind.Int or CelKind.Uint or CelKind.Double)
        {
            return CelValue.Bool(CelNumberOrder.Compare(left, right) == 0);
        }
        switch (left.Kind)
        {
            case CelKind.Null:
                return CelValue.Bool(true);
            case CelKind.Bool:
            case CelKind.Duration:
                return CelValue.Bool(left.AsInt == right.AsInt);
            case CelKind.Timestamp:
                return CelValue.Bool(left.Seconds == right.Seconds && left.Nanoseconds == right.Nanoseconds);
            case CelKind.Type:
                return CelValue.Bool(string.Equals(left.TypeName, right.TypeName, StringComparison.Ordinal));
            case CelKind.String:
            case CelKind.Bytes:
                var (a, b) = (left.Span.Length, right.Span.Length);
                if (a != b) return CelValue.Bool(false);
                return context.ChargeBytes(a)
                    ? CelValue.Bool(left.Span.SequenceEqual(right.Span))
                    : CelValue.Fail(CelErrorCode.CostLimit);
            case CelKind.List:
                return depth < CelLimits.MaxValueDepth
                    ? Lists(left, right, context, depth + 1)
                    : CelValue.Fail(CelErrorCode.DepthLimit);
            case CelKind.Map:
                return depth < CelLimits.MaxValueDepth
                    ? Maps(left, right, context, depth + 1)
                    : CelValue.Fail(CelErrorCode.DepthLimit);
            case CelKind.Optional:
                return left.HasValue && right.HasValue
                    ? Equal(left.Unwrapped, right.Unwrapped, context, depth)
                    : CelValue.Bool(left.HasValue == right.HasValue);
            default:
                return CelValue.Fail(CelErrorCode.NoMatchingOverload);
        }
    }

    private static CelValue Lists(in CelValue left, in CelValue right, CelContext context, int depth)
    {
        var (a, b) = (new CelCursor(left), new CelCursor(right));
        while (true)
        {
            if (!context.Charge(1)) return CelValue.Fail(CelErrorCode.CostLimit);
            var more = a.MoveNext(context, out var x);
            if (more != b.MoveNext(context, out var y)) return CelValue.Bool(false);
            if (!more) return CelValue.Bool(true);
            var equal = Equal(x, y, context, depth);
            if (!equal.IsTrue) return equal;
        }
    }

    private static CelValue Maps(in CelValue left, in CelValue right, CelContext context, int depth)
    {
        var (a, b) = (CelContainers.Count(left, context), CelContainers.Count(right, context));
        if (a.IsError || b.IsError) return a.IsError ? a : b;
        if (a.AsInt != b.AsInt) return CelValue.Bool(false);
        for (var keys = new CelCursor(left); keys.MoveNext(context, out var key);)
        {
            var (x, y) = (CelContainers.Lookup(left, key, context), CelContainers.Lookup(right, key, context));
            if (y.IsMissing) return CelValue.Bool(false);
            var equal = Equal(x, y, context, depth);
            if (!equal.IsTrue) return equal;
        }
        return CelValue.Bool(true);
    }
}
