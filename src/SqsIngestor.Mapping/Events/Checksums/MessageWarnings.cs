namespace SqsIngestor.Mapping.Events.Checksums;

/// <summary>What is wrong with a message that its mapping lets pass. For the host to count and to log.</summary>
[Flags]
public enum MessageWarnings
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The body does not have the MD5 that the event gives.</summary>
    Md5OfBody = 1,

    /// <summary>The message attributes do not have the MD5 that the event gives.</summary>
    Md5OfMessageAttributes = 2,
}
