namespace SqsIngestor.Catalog.Types;

/// <summary>INTERVAL unit [TO unit].</summary>
/// <param name="Qualifier">The units in capitals, for instance <c>DAY TO SECOND</c>.</param>
public sealed record IntervalType(string Qualifier) : DeltaType
{
    /// <inheritdoc/>
    public override DeltaKind Kind => DeltaKind.Interval;
}
