using SqsIngestor.Mapping.Paths;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>A path of a mapping to a place of the body.</summary>
/// <param name="Path">As written.</param>
/// <param name="Places">The steps below <c>$.body</c>, for each of its names.</param>
internal sealed record PayloadRead(SourcePath Path, IReadOnlyList<IReadOnlyList<PathStep>> Places)
{
    /// <summary>The step to any element of an array, or any value of an object.</summary>
    public static PathStep Any { get; } = new(null, 0);
}
