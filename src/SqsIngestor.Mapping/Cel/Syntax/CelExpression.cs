namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary>A node of the syntax tree.</summary>
/// <param name="offset">Where its text starts, in UTF-16 code units.</param>
/// <param name="length">How long its text is.</param>
/// <param name="height">Of the tree below it, itself included.</param>
internal abstract class CelExpression(int offset, int length, int height)
{
    public int Offset { get; } = offset;

    public int Length { get; } = length;

    public int End => Offset + Length;

    public int Height { get; } = height;

    protected static int Above(params ReadOnlySpan<CelExpression> children)
    {
        var height = 0;
        foreach (var child in children) height = Math.Max(height, child.Height);
        return height + 1;
    }
}
