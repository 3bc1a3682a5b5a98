using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>The operator <c>+</c> for strings, bytes and lists.</summary>
internal static class CelConcatenation
{
    public static CelValue Text(in CelValue left, in CelValue right, CelContext context)
    {
        var a = left.Span;
        var b = right.Span;
        var length = (long)a.Length + b.Length;
        // Charge before reserving space, so that repeated doubling cannot exceed the limit.
        if (!context.Charge(length >> 4) || length > Array.MaxLength) return CelValue.Fail(CelErrorCode.CostLimit);
        var span = context.Reserve((int)length, out var buffer, out var start);
        a.CopyTo(span);
        b.CopyTo(span[a.Length..]);
        context.Keep((int)length);
        return left.Kind == CelKind.String
            ? CelValue.String(buffer, start, (int)length)
            : CelValue.Bytes(buffer, start, (int)length);
    }

    public static CelValue Lists(in CelValue left, in CelValue right, CelContext context)
    {
        var (a, b) = (CelContainers.Count(left, context), CelContainers.Count(right, context));
        if (a.IsError || b.IsError || !context.Charge(a.AsInt + b.AsInt)) return CelValue.Fail(CelErrorCode.CostLimit);
        CelValue[] values = [];
        context.Resize(ref values, (int)(a.AsInt + b.AsInt));
        var count = 0;
        for (var cursor = new CelCursor(left); cursor.MoveNext(context, out var value);) values[count++] = value;
        for (var cursor = new CelCursor(right); cursor.MoveNext(context, out var value);) values[count++] = value;
        foreach (var value in values)
        {
            if (value.IsError) return value;
        }
        return CelValue.List(values, count);
    }
}
