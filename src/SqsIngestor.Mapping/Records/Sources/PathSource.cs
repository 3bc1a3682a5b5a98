using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary>
/// A path in a document. Each value that it leads through must be what its next step needs; a value of another kind blocks it.
/// </summary>
/// <param name="way">The values that the path leads through, from the document on.</param>
internal abstract class PathSource(PathPlace[] way) : ValueSource
{
    public override bool CanBeBlocked => way.Length > 0;

    public override SourceValue BlockedBy(EncodeContext context) =>
        Obstacle(context) is >= 0 and var at ? At(context, way[at].Slot) : SourceValue.Missing;

    public override string BlockedAt(EncodeContext context) =>
        Obstacle(context) is >= 0 and var at ? Start(context) + way[at].Pointer : PointerIn(context);

    /// <summary>The value of a slot of the document.</summary>
    protected abstract SourceValue At(EncodeContext context, int slot);

    /// <summary>The pointer of the document.</summary>
    protected abstract string Start(EncodeContext context);

    /// <summary>The index of the value that blocks the path; negative for none. Below null, everything is missing.</summary>
    private int Obstacle(EncodeContext context)
    {
        for (var i = 0; i < way.Length; i++)
        {
            var kind = At(context, way[i].Slot).Kind;
            if (kind is ValueKind.Missing or ValueKind.Null) return -1;
            if (!way[i].Needs.Takes(kind)) return i;
        }
        return -1;
    }
}

/// <summary>A value that a path leads through.</summary>
/// <param name="Slot">Its slot.</param>
/// <param name="Needs">What the next step of the path needs.</param>
/// <param name="Pointer">Its place, from the document on.</param>
internal readonly record struct PathPlace(int Slot, ContainerShape Needs, string Pointer);
