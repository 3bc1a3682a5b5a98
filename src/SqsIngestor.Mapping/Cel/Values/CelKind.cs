namespace SqsIngestor.Mapping.Cel.Values;

/// <summary>What a <see cref="CelValue"/> is at run time.</summary>
internal enum CelKind : byte
{
    /// <summary>A place of the input that holds nothing; only scopes produce it, and evaluation turns it into an error.</summary>
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
}
