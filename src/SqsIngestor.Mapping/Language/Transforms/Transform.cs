using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>A step on a value's way from its source to its column: pure, without a clock, without chance.</summary>
internal abstract class Transform
{
    /// <summary>The value after the step.</summary>
    /// <param name="value">There, not null and no error: those pass by every transform.</param>
    /// <param name="scratch">Holds what the step makes until the column has been written.</param>
    public abstract SourceValue Apply(scoped in SourceValue value, TransformScratch scratch);
}
