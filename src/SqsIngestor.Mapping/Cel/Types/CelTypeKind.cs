namespace SqsIngestor.Mapping.Cel.Types;

/// <summary>What the checker knows of a value.</summary>
internal enum CelTypeKind : byte
{
    /// <summary>Nothing: any value.</summary>
    Dyn,
    Null,
    Bool,
    Int,
    Uint,
    Double,
    String,
    Bytes,
    Timestamp,
    Duration,
    Type,
    List,
    Map,

    /// <summary>A set of members that scopes resolve one by one; never a value itself.</summary>
    Record,
}
