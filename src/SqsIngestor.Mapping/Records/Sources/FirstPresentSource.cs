using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary>The first of several sources that is present and not null; otherwise the last null, otherwise missing.</summary>
/// <param name="alternatives">The sources, in their order.</param>
/// <param name="tracking">With <see cref="ReadTracking.Parts"/>, the others are not read.</param>
internal sealed class FirstPresentSource(ValueSource[] alternatives, ReadTracking tracking) : ValueSource
{
    public override string PointerIn(EncodeContext context) => (Present(context) ?? alternatives[0]).PointerIn(context);

    public override SourceValue Read(EncodeContext context)
    {
        var result = SourceValue.Missing;
        foreach (var alternative in alternatives)
        {
            var value = alternative.Read(context);
            if (value.Kind is not (ValueKind.Missing or ValueKind.Null)) return value;
            if (value.Kind == ValueKind.Null) result = value;
        }
        return result;
    }

    public override bool CanBeBlocked => Array.Exists(alternatives, static part => part.CanBeBlocked);

    public override SourceValue BlockedBy(EncodeContext context) =>
        Blocked(context) is { } part ? part.BlockedBy(context) : SourceValue.Missing;

    public override string BlockedAt(EncodeContext context) => Blocked(context)?.BlockedAt(context) ?? "";

    public override RecordErrorCode BlockedCode(EncodeContext context) =>
        Blocked(context)?.BlockedCode(context) ?? RecordErrorCode.WrongType;

    public override void MarkRead(EncodeContext context)
    {
        var present = Present(context);
        foreach (var alternative in alternatives)
        {
            if (tracking == ReadTracking.Values || alternative == present || IsNull(alternative, context))
                alternative.MarkRead(context);
        }
    }

    public override void Rescue(EncodeContext context)
    {
        var rescued = Present(context) ?? LastNull(context);
        MarkRead(context);
        rescued?.Rescue(context);
    }

    private ValueSource? Present(EncodeContext context)
    {
        foreach (var alternative in alternatives)
        {
            if (alternative.Read(context).Kind is not (ValueKind.Missing or ValueKind.Null)) return alternative;
        }
        return null;
    }

    private ValueSource? LastNull(EncodeContext context)
    {
        ValueSource? last = null;
        foreach (var alternative in alternatives)
        {
            if (IsNull(alternative, context)) last = alternative;
        }
        return last;
    }

    // A value that another path finds counts, also if the transforms make null of it.
    private ValueSource? Blocked(EncodeContext context)
    {
        if (Read(context).Kind is not (ValueKind.Missing or ValueKind.Null)) return null;
        foreach (var alternative in alternatives)
        {
            if (alternative.BlockedBy(context).Kind != ValueKind.Missing) return alternative;
        }
        return null;
    }

    private static bool IsNull(ValueSource source, EncodeContext context) => source.Read(context).Kind == ValueKind.Null;
}
