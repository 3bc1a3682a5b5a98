namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary>A variable's or type's name, or its first part.</summary>
internal sealed class NameExpression(int offset, int length, string name, bool rooted) : CelExpression(offset, length, 1)
{
    public string Name { get; } = name;

    /// <summary>Written with a point before it: never a macro's variable.</summary>
    public bool Rooted { get; } = rooted;
}
