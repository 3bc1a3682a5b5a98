namespace SqsIngestor.Mapping.Time;

/// <summary>Whether times of a pattern say how far they are from UTC.</summary>
internal enum PatternOffset : byte
{
    Never,

    /// <summary>By K, which may stand for nothing.</summary>
    Optional,

    Always,
}
