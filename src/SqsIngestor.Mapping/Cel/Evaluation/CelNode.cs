using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>A step of a compiled expression.</summary>
internal abstract class CelNode
{
    /// <summary>A value or an error, never missing; nothing is thrown.</summary>
    public abstract CelValue Evaluate(CelContext context);
}
