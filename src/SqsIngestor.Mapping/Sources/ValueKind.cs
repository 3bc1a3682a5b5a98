namespace SqsIngestor.Mapping.Sources;

/// <summary>What a source yields.</summary>
internal enum ValueKind : byte
{
    /// <summary>The path resolves to nothing.</summary>
    Missing,
    Null,
    False,
    True,

    /// <summary>A number as its own digits.</summary>
    Number,

    /// <summary>JSON string text, or plain UTF-8.</summary>
    String,

    /// <summary>Bytes, not text.</summary>
    Bytes,
    Object,
    Array,

    /// <summary>A count or a position of our own.</summary>
    Integer,

    /// <summary>A moment, in microseconds since the epoch.</summary>
    Instant,

    /// <summary>No value: computing it failed. <see cref="SourceValue.ErrorCode"/> says why.</summary>
    Error,
}
