namespace SqsIngestor.Catalog.Types;

/// <summary>CHAR(n).</summary>
/// <param name="Length">The most characters (Unicode code points), from 1.</param>
public sealed record CharType(int Length) : DeltaType
{
    /// <inheritdoc/>
    public override DeltaKind Kind => DeltaKind.Char;
}
