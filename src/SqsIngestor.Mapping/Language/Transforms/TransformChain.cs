using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>The transforms of a column.</summary>
/// <param name="Steps">Left to right.</param>
/// <param name="Yields">What can come out.</param>
/// <param name="NeedsContents">Some step looks into arrays or objects.</param>
internal sealed record TransformChain(Transform[] Steps, ValueTypes Yields, bool NeedsContents);
