namespace SqsIngestor.Zerobus.Streams;

/// <summary>What an ack did.</summary>
internal enum AckResult
{
    Progress,
    Duplicate,
    Violation,
}
