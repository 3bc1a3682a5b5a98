namespace SqsIngestor.Catalog.Types;

/// <summary>ARRAY&lt;element&gt;.</summary>
/// <param name="Element">The type of the elements.</param>
public sealed record ArrayType(DeltaType Element) : DeltaType
{
    /// <inheritdoc/>
    public override DeltaKind Kind => DeltaKind.Array;
}
