namespace SqsIngestor.Catalog.Types;

/// <summary>GEOGRAPHY(srid) or GEOMETRY(srid).</summary>
/// <param name="SpatialKind"><see cref="DeltaKind.Geography"/> or <see cref="DeltaKind.Geometry"/>.</param>
/// <param name="Reference">The spatial reference as written: a number or ANY.</param>
public sealed record SpatialType(DeltaKind SpatialKind, string Reference) : DeltaType
{
    /// <inheritdoc/>
    public override DeltaKind Kind => SpatialKind;
}
