namespace SqsIngestor.Catalog.Types;

/// <summary>A type without parameters, such as BIGINT or STRING.</summary>
/// <param name="ScalarKind">Its kind.</param>
public sealed record ScalarType(DeltaKind ScalarKind) : DeltaType
{
    /// <inheritdoc/>
    public override DeltaKind Kind => ScalarKind;
}
