namespace SqsIngestor.Mapping.Values;

/// <summary>The kind of value that a source yields. The kinds of JSON have the numbers of <see cref="Json.JsonKind"/>.</summary>
internal enum ValueKind : byte
{
    /// <summary>The path finds no value.</summary>
    Missing = 0,
    Null = 1,
    False = 2,
    True = 3,

    /// <summary>A number as its own digits.</summary>
    Number = 4,

    /// <summary>JSON string text, or plain UTF-8.</summary>
    String = 5,
    Object = 6,
    Array = 7,

    /// <summary>Bytes, not text.</summary>
    Bytes,

    /// <summary>A count or a position that the function computes.</summary>
    Integer,

    /// <summary>A timestamp, in microseconds since the epoch.</summary>
    Instant,

    /// <summary>The computation failed; <see cref="SourceValue.ErrorCode"/> has the reason.</summary>
    Error,
}
