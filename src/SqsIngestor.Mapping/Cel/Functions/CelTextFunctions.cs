using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>size, startsWith, endsWith and contains.</summary>
internal static class CelTextFunctions
{
    public static CelValue Size(in CelValue value, CelContext context) => value.Kind switch
    {
        CelKind.String => context.ChargeBytes(value.Span.Length)
            ? CelValue.Int(CodePoints(value.Span))
            : CelValue.Fail(CelErrorCode.CostLimit),
        CelKind.Bytes => CelValue.Int(value.Span.Length),
        CelKind.List or CelKind.Map => CelContainers.Count(value, context),
        _ => CelValue.Fail(CelErrorCode.NoMatchingOverload),
    };

    public static CelValue StartsWith(in CelValue left, in CelValue right, CelContext context) =>
        Fails(left, right, context) is { } error ? error : CelValue.Bool(left.Span.StartsWith(right.Span));

    public static CelValue EndsWith(in CelValue left, in CelValue right, CelContext context) =>
        Fails(left, right, context) is { } error ? error : CelValue.Bool(left.Span.EndsWith(right.Span));

    public static CelValue Contains(in CelValue left, in CelValue right, CelContext context) =>
        Fails(left, right, context) is { } error ? error : CelValue.Bool(CelSearch.Contains(left.Span, right.Span, context));

    private static CelValue? Fails(in CelValue left, in CelValue right, CelContext context)
    {
        if (left.Kind != CelKind.String || right.Kind != CelKind.String) return CelValue.Fail(CelErrorCode.NoMatchingOverload);
        return context.Charge(((long)left.Span.Length + right.Span.Length) >> 4) ? null : CelValue.Fail(CelErrorCode.CostLimit);
    }

    public static int CodePoints(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        // Every code point has exactly one byte that does not continue another.
        foreach (var b in utf8) count += (b & 0xC0) == 0x80 ? 0 : 1;
        return count;
    }
}
