namespace SqsIngestor.Catalog.Types;

/// <summary>STRING COLLATE name.</summary>
/// <param name="Collation">The collation's name.</param>
public sealed record CollatedStringType(string Collation) : DeltaType
{
    /// <inheritdoc/>
    public override DeltaKind Kind => DeltaKind.String;
}
