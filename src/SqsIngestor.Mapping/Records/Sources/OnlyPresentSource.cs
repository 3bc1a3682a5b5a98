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

    public override SourceValue Obstacle(EncodeContext context) =>
        Obstructed(context) is { } source ? source.Obstacle(context) : SourceValue.Missing;

    public override string ObstaclePointer(EncodeContext context) => Obstructed(context)?.ObstaclePointer(context) ?? "";

    public override void MarkRead(EncodeContext context)
    {
        foreach (var name in names) name.MarkRead(context);
    }

    public override void Rescue(EncodeContext context)
    {
        foreach (var name in names) name.Rescue(context);
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
    private ValueSource? Obstructed(EncodeContext context)
    {
        foreach (var name in names)
        {
            if (name.Obstacle(context).Kind != ValueKind.Missing) return name;
        }
        return null;
    }
}
