namespace SqsIngestor.Pipeline.Batches;

/// <summary>Why streams have accepted some rows of a message, and not the next one.</summary>
internal enum PartCause
{
    /// <summary>The stream failed.</summary>
    Stream,

    /// <summary>The stream had no room.</summary>
    NoRoom,

    /// <summary>The deadline passed.</summary>
    Deadline,

    /// <summary>The message is at fault: the service refused the row, or the function broke on it.</summary>
    Message,
}
