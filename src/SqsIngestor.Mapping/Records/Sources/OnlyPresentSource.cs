using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary>
/// The same value under one of several names. Null if one of them is null and no other is there; an error if two have values.
/// </summary>
/// <param name="names">A source for each name.</param>
internal sealed class OnlyPresentSource(ValueSource[] names) : ValueSource
{
    public override string PointerIn(EncodeContext context) => (Present(context) ?? names[0]).PointerIn(context);

    public override SourceValue Read(EncodeContext context)
    {
        var result = SourceValue.Missing;
        foreach (var name in names)
        {
            var value = name.Read(context);
            if (value.Kind == ValueKind.Missing || (value.Kind == ValueKind.Null && result.Kind != ValueKind.Missing)) continue;
            if (result.Kind is not (ValueKind.Missing or ValueKind.Null))
                return SourceValue.FromError(RecordErrorCode.DuplicateKey);
            result = value;
        }
        return result;
    }

    public override bool CanBeBlocked => Array.Exists(names, static name => name.CanBeBlocked);

    public override SourceValue BlockedBy(EncodeContext context) =>
        Blocked(context) is { } source ? source.BlockedBy(context) : SourceValue.Missing;

    public override string BlockedAt(EncodeContext context) => Blocked(context)?.BlockedAt(context) ?? "";

    public override RecordErrorCode BlockedCode(EncodeContext context) =>
        Blocked(context)?.BlockedCode(context) ?? RecordErrorCode.WrongType;

    public override void MarkRead(EncodeContext context)
    {
        foreach (var name in names) name.MarkRead(context);
    }

    public override void Rescue(EncodeContext context)
    {
        foreach (var name in names) name.Rescue(context);
    }

    public override void Exclude(EncodeContext context)
    {
        foreach (var name in names) name.Exclude(context);
    }

    private ValueSource? Present(EncodeContext context)
    {
        foreach (var name in names)
        {
            if (name.Read(context).Kind is not (ValueKind.Missing or ValueKind.Null)) return name;
        }
        return null;
    }

    // No lambda, which would be allocated for each value that is missing.
    private ValueSource? Blocked(EncodeContext context)
    {
        if (Present(context) is not null) return null;
        foreach (var name in names)
        {
            if (name.BlockedBy(context).Kind != ValueKind.Missing) return name;
        }
        return null;
    }
}
