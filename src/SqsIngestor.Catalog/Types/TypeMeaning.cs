namespace SqsIngestor.Catalog.Types;

/// <summary>The <c>as</c> of a mapping that a type asks for, because its protobuf form does not say what it is.</summary>
public static class TypeMeaning
{
    /// <summary>For instance <c>timestamp</c> or <c>decimal(18,2)</c>; null for types that say all by themselves.</summary>
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
