using SqsIngestor.Mapping.Cel.Types;

namespace SqsIngestor.Mapping.Cel.Binding;

/// <summary>A variable, steps that are known before any message, and the type of what is there.</summary>
internal readonly record struct CelPath(string Root, IReadOnlyList<CelPathStep> Steps, CelType Type)
{
    public override string ToString() => Root + string.Concat(Steps);
}
