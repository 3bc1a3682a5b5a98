namespace SqsIngestor.Mapping.Cel.Values;

/// <summary>A map that an expression made, in the order of its text.</summary>
internal sealed class CelMap(CelValue[] keys, CelValue[] values)
{
    public CelValue[] Keys { get; } = keys;

    public CelValue[] Values { get; } = values;
}
