using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>Functions of optionals that evaluate all their arguments, and selection from an optional.</summary>
internal static class CelOptionals
{
    public static CelValue Of(in CelValue value, CelContext context) => value.Wrap();

    public static CelValue OfNonZeroValue(in CelValue value, CelContext context) =>
        IsZero(value) ? CelValue.None : value.Wrap();

    public static CelValue HasValue(in CelValue value, CelContext context) =>
        value.Kind == CelKind.Optional ? CelValue.Bool(value.HasValue) : CelValue.Fail(CelErrorCode.NoMatchingOverload);

    public static CelValue Value(in CelValue value, CelContext context) =>
        value.Kind != CelKind.Optional ? CelValue.Fail(CelErrorCode.NoMatchingOverload)
        : value.HasValue ? value.Unwrapped
        : CelValue.Fail(CelErrorCode.NoValue);

    /// <summary>
    /// <c>container[index]</c>, where the container can be an optional: the result is an optional then, without a value if the
    /// container has none or if it does not have the entry.
    /// </summary>
    public static CelValue Index(in CelValue container, in CelValue index, CelContext context) =>
        container.Kind == CelKind.Optional
            ? Select(container, index, isOptional: false, context)
            : CelMembership.Index(container, index, context);

    /// <summary><c>container[?index]</c>: an optional, without a value if the container does not have the entry.</summary>
    public static CelValue OptionalIndex(in CelValue container, in CelValue index, CelContext context) =>
        Select(container, index, isOptional: true, context);

    /// <summary>Selects an entry with a <c>?</c>, or from an optional.</summary>
    /// <param name="container">A list, a map, or an optional of one.</param>
    /// <param name="index">The position or key.</param>
    /// <param name="isOptional">The selection has a <c>?</c>, so that null has no entries.</param>
    /// <param name="context">Charged for the search.</param>
    public static CelValue Select(in CelValue container, in CelValue index, bool isOptional, CelContext context)
    {
        if (container.Kind == CelKind.Optional && !container.HasValue) return CelValue.None;
        var inner = container.Kind == CelKind.Optional ? container.Unwrapped : container;
        if (isOptional && inner.Kind == CelKind.Null) return CelValue.None;
        var found = CelMembership.Index(inner, index, context);
        if (!found.IsError) return found.Wrap();
        return found.ErrorCode is CelErrorCode.NoSuchField or CelErrorCode.IndexOutOfRange ? CelValue.None : found;
    }

    private static bool IsZero(in CelValue value) => value.Kind switch
    {
        CelKind.Null => true,
        CelKind.Bool or CelKind.Int or CelKind.Uint or CelKind.Duration => value.AsInt == 0,
        CelKind.Double => value.AsDouble == 0,
        CelKind.String or CelKind.Bytes => value.Span.IsEmpty,
        CelKind.Timestamp => value.Seconds == 0 && value.Nanoseconds == 0,
        CelKind.List or CelKind.Map => !new CelCursor(value).HasNext,
        CelKind.Optional => !value.HasValue,
        _ => false,
    };
}
