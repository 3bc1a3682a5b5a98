namespace SqsIngestor.Catalog.Types;

/// <summary>DECIMAL(p,s).</summary>
/// <param name="Precision">Digits in all, 1 to 38. DECIMAL alone is DECIMAL(10,0).</param>
/// <param name="Scale">Digits after the point, 0 to <paramref name="Precision"/>.</param>
public sealed record DecimalType(int Precision, int Scale) : DeltaType
{
    /// <summary>The most digits that a DECIMAL has.</summary>
    public const int MaxPrecision = 38;

    /// <inheritdoc/>
    public override DeltaKind Kind => DeltaKind.Decimal;
}
