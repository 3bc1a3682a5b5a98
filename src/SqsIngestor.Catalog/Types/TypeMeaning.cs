namespace SqsIngestor.Catalog.Types;

/// <summary>The <c>as</c> that a column needs in a mapping when its protobuf type alone does not tell its meaning.</summary>
public static class TypeMeaning
{
    /// <summary>For example <c>timestamp</c> or <c>decimal(18,2)</c>; null for types that need none.</summary>
    public static string? Of(DeltaType type) => type switch
    {
        DecimalType number => $"decimal({number.Precision},{number.Scale})",
        { Kind: DeltaKind.Timestamp } => "timestamp",
        { Kind: DeltaKind.TimestampNtz } => "timestamp_ntz",
        { Kind: DeltaKind.Date } => "date",
        { Kind: DeltaKind.Variant } => "variant",
        _ => null,
    };
}
