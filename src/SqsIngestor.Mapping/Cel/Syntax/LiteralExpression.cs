using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary>A value as it is written.</summary>
internal sealed class LiteralExpression(int offset, int length, CelValue value) : CelExpression(offset, length, 1)
{
    public CelValue Value { get; } = value;
}
