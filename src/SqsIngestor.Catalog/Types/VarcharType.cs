namespace SqsIngestor.Catalog.Types;

/// <summary>VARCHAR(n).</summary>
/// <param name="Length">The most characters (Unicode code points), from 1.</param>
public sealed record VarcharType(int Length) : DeltaType
{
    /// <inheritdoc/>
    public override DeltaKind Kind => DeltaKind.Varchar;
}
