namespace SqsIngestor.Mapping.Cel.Values;

/// <summary>The kind of a <see cref="CelValue"/>.</summary>
internal enum CelKind : byte
{
    /// <summary>No value. Only scopes return it; evaluation turns it into an error.</summary>
    Missing,
    Error,
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

    /// <summary>A value that may be absent: <c>optional_type</c>.</summary>
    Optional,
}
