using SqsIngestor.Mapping.Cel.Evaluation;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Binding;

/// <summary>A checked part of an expression.</summary>
/// <param name="Node">What evaluates it.</param>
/// <param name="Type">What it gives, as far as it is known.</param>
/// <param name="Places">The places whose value may be the part's value as it is.</param>
internal readonly record struct Bound(CelNode Node, CelType Type, CelDependency[] Places)
{
    public Bound(CelNode node, CelType type) : this(node, type, [])
    {
    }

    /// <summary>Whoever takes this part looks into it, so the input must be kept with all that is below it.</summary>
    public Bound TakeWhole()
    {
        foreach (var place in Places) place.Whole = true;
        return this;
    }

    /// <summary>The value when it is known already.</summary>
    public CelValue? Constant => (Node as ConstantNode)?.Value;
}
