namespace SqsIngestor.Mapping.Expressions.Cel;

/// <summary>A scope without variables, for expressions of constants.</summary>
internal sealed class CelEmptyScope : ICelScope
{
    public static CelEmptyScope Instance { get; } = new();

    public CelValue Load(CelDependency dependency, CelContext context) => CelValue.Missing;
}
