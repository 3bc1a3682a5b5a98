namespace SqsIngestor.Catalog.Types;

/// <summary>MAP&lt;key, value&gt;.</summary>
/// <param name="Key">The type of the keys.</param>
/// <param name="Value">The type of the values.</param>
public sealed record MapType(DeltaType Key, DeltaType Value) : DeltaType
{
    /// <inheritdoc/>
    public override DeltaKind Kind => DeltaKind.Map;
}
