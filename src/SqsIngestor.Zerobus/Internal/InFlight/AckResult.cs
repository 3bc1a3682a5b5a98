namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>What an ack did.</summary>
internal enum AckResult
{
    Progress,
    Duplicate,
    Violation,
}
