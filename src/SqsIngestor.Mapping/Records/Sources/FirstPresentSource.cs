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

    public override SourceValue Obstacle(EncodeContext context) => Obstructed(context) is { } source
        ? source.Obstacle(context)
        : SourceValue.Missing;

    public override string ObstaclePointer(EncodeContext context) => Obstructed(context)?.ObstaclePointer(context) ?? "";

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
        var rescued = Present(context) ?? Array.FindLast(alternatives, a => IsNull(a, context));
        MarkRead(context);
        rescued?.Rescue(context);
    }

    private ValueSource? Present(EncodeContext context) =>
        Array.Find(alternatives, a => a.Read(context).Kind is not (ValueKind.Missing or ValueKind.Null));

    private ValueSource? Obstructed(EncodeContext context) =>
        Array.Find(alternatives, a => a.Obstacle(context).Kind != ValueKind.Missing);

    private static bool IsNull(ValueSource source, EncodeContext context) => source.Read(context).Kind == ValueKind.Null;
}
