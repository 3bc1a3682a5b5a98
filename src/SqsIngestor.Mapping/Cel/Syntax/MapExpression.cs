namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary><c>{key: value, …}</c>.</summary>
internal sealed class MapExpression(int offset, int length, CelExpression[] keys, CelExpression[] values)
    : CelExpression(offset, length, Math.Max(Above(keys), Above(values)))
{
    public CelExpression[] Keys { get; } = keys;

    public CelExpression[] Values { get; } = values;
}
