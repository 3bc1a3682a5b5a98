using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel;

/// <summary>A scope without variables, for expressions of constants.</summary>
internal sealed class CelEmptyScope : ICelScope
{
    public static CelEmptyScope Instance { get; } = new();

    public CelValue Load(CelDependency dependency, CelContext context) => CelValue.Missing;
}
