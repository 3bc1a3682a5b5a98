namespace SqsIngestor.Mapping.Events.Checksums;

/// <summary>What becomes of a message that does not have the checksum that the event gives.</summary>
internal enum ChecksumPolicy : byte
{
    /// <summary>Nothing is compared. The default.</summary>
    Off,

    /// <summary>It goes on, with a warning.</summary>
    Warn,

    /// <summary>It fails.</summary>
    Fail,
}
